#!/usr/bin/env python3
"""Writes places.deflate beside this file: what is where, by the first digits of a number.

Place names, time zones and number rules come from the PyPI package
`phonenumbers` (Apache-2.0, a port of libphonenumber). Re-run (a minute) with:

    pip install phonenumbers && python3 assets/places.py

The names of an area code are weighed by the numbers that have them: the few with
most numbers are its main towns. What is packed is text, which `python3 assets/places.py --text` prints:

    # phonenumbers 9.0.43   the source
    !toll-free  800 833     area codes of +1 that belong to no place, by their use
    +44 GB 10               the lines below are of this calling code and country,
                            whose landline numbers have so many digits, or ten
    20          London      area codes, region (or nothing), main towns with ; between
    ~242  ...               digits finer than a one-digit area code
    @Europe/London  441     time zones, and the prefixes (with calling code) that
                            have them, where the longest prefix wins

Cells are apart by a tab. Among prefixes, `+3` stands for the next three after the
one before, and an empty cell for the next one. `Munich=München` is one town with
the name its people use.
"""
import collections
import itertools
import pathlib
import random
import re
import sys
import unicodedata
import zlib

import phonenumbers
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.phonemetadata import PhoneMetadata
from phonenumbers.tzdata import TIMEZONE_DATA

from places_names import EXPANDED, FIXES, NO_TOWN, REGION_LABELS, SAME_LABEL

TOWNS = 4  # main towns of an area code; of a small one, with four digits or more, half as many
LONGEST = 5  # digits of an area code; without area codes, of a prefix less one
CALLING_CODES = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
GEOGRAPHIC = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
# Whose names, where they differ from the English one, a person may type: Munich, München.
LOCAL = {
    "DE": "de", "AT": "de", "CH": "de fr it", "FR": "fr", "BE": "fr nl", "NL": "nl", "ES": "es ca", "IT": "it",
    "PT": "pt", "BR": "pt", "PL": "pl", "CZ": "cs", "HU": "hu", "RO": "ro", "TR": "tr", "SE": "sv", "FI": "fi",
    "HR": "hr", "BA": "bs", "SI": "sl", "AL": "sq", "MX": "es", "AR": "es", "CA": "fr", "VN": "vi",
}  # fmt: skip

luck = random.Random(1)


def calling_code(prefix):
    return next(prefix[:n] for n in (1, 2, 3) if int(prefix[:n]) in CALLING_CODES)


def lengths(code):
    metas = (PhoneMetadata.metadata_for_region(r) for r in CALLING_CODES[code] if r != "001")
    return sorted({n for meta in metas for n in meta.general_desc.possible_length}, reverse=True)


def example(code, national):
    """A geographic number that begins so: its country and its area code's length; or None."""
    for length in (n for n in lengths(code) if n > len(national)):
        for _ in range(40):
            digits = national + "".join(luck.choice("0123456789") for _ in range(length - len(national)))
            zero = digits[0] == "0"
            number = phonenumbers.PhoneNumber(code, int(digits), italian_leading_zero=zero or None)
            region = phonenumbers.region_code_for_number(number)
            if region and (code == 39 or not zero) and phonenumbers.number_type(number) in GEOGRAPHIC:
                return region, phonenumbers.length_of_geographical_area_code(number)
    return None


def tidy(text):
    text = text.translate(str.maketrans("’‘ʻ–ВселЕе", "'''-BceлEe")).replace("л", "l")
    return re.sub(r"\s+", " ", FIXES.get(text, text)).strip()


def split(code, name):
    """("San Francisco, CA") gives (["San Francisco"], "California"); a region's own name gives ([], region)."""
    name = tidy(name)
    if name in REGION_LABELS.get(code, ()):
        return [], SAME_LABEL.get(name, name)
    separator = " - " if code == 55 else ", "
    towns, _, region = name.rpartition(separator) if separator in name else (name, "", "")
    region = EXPANDED.get(code, {}).get(region, region)
    towns = [town.strip() for town in re.split(r"/|, ", towns.removesuffix(" Local"))]
    return [town for town in towns if town and town not in NO_TOWN], region


def groups():
    """{(calling code, country): {area code: [(digits, names)]}}, with finer digits marked by ~."""
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    known = {}
    for prefix, names in sorted(GEOCODE_DATA.items()):
        code = calling_code(prefix)
        national = prefix[len(code) :]
        if "en" not in names or not national or (code == "86" and len(national) > 4):
            continue
        key = code, national[: LONGEST + 1]
        if key not in known:
            known[key] = example(int(code), national)
        if known[key] is None:
            continue
        country, length = known[key]
        if country == "IN":
            length = min(length or 4, 4)  # two to four, as the plan's trunk codes have
        if len(national) < length:
            continue  # part of an area code
        area = national[: min(length or LONGEST - 1, LONGEST)]
        of = found[int(code), country]
        of[area].append((national, names))
        if length == 1 and len(national) >= 3:
            of["~" + national[:3]].append((national, names))
        if length == 0:
            of[area].append(None)  # the country has no area codes: digits may be merged
    return found


def describe(code, country, area, entries):
    """The region and main towns of an area code."""
    towns, regions, own = collections.Counter(), collections.Counter(), ""
    local = {}
    share = shares([national for national, _ in entries])
    for national, names in entries:
        here, region = split(code, names["en"])
        towns.update({town: share[national] for town in here})
        if not here and national == area:
            own = region
        if region:
            regions[region] += share[national]
        if national == area and len(here) == 1 and country in LOCAL:
            others = (tidy(names[lang]) for lang in LOCAL[country].split() if lang in names)
            local[here[0]] = [o for o in others if plain(o) not in plain(here[0]) and not re.search("[,/-]", o)]
    region = own or (regions.most_common(1)[0][0] if regions else "")
    main = [town for town, _ in towns.most_common(TOWNS if len(area) < 4 else TOWNS // 2)]
    main = ["=".join([town, *dict.fromkeys(local.get(town, []))]) for town in main]
    if main == [region] and code != 1:  # in +1 a town and its state are two things, such as New York
        region = ""
    return region, ";".join(main)


def shares(prefixes):
    """{prefix: how many of 10^9 numbers have it as their longest prefix here}."""
    share = {prefix: 10 ** (9 - len(prefix)) for prefix in prefixes}
    for prefix in prefixes:
        shorter = next((prefix[:n] for n in range(len(prefix) - 1, 0, -1) if prefix[:n] in share), None)
        if shorter:
            share[shorter] -= 10 ** (9 - len(prefix))
    return share


def plain(text):
    letters = unicodedata.normalize("NFD", text.casefold().translate(str.maketrans("łıđø", "lido")))
    return "".join(letter for letter in letters if letter.isalnum())


def merge(areas):
    """Shortens prefixes of a country without area codes: where five or more next digits say the same, one digit less."""
    while True:
        parents = collections.defaultdict(list)
        for prefix in areas:
            parents[prefix[:-1]].append(prefix)
        same = [
            (parent, kids) for parent, kids in parents.items()
            if parent and parent not in areas and len(kids) >= 5 and len({areas[kid] for kid in kids}) == 1
        ]  # fmt: skip
        if not same:
            return areas
        for parent, kids in same:
            areas[parent] = areas[kids[0]]
            for kid in kids:
                del areas[kid]


def without_echo(areas):
    """Drops a prefix that says what a shorter one already says."""
    def shorter(prefix):
        return next((areas[prefix[:n]] for n in range(len(prefix) - 1, 0, -1) if prefix[:n] in areas), None)
    return {prefix: what for prefix, what in areas.items() if shorter(prefix) != what}


def nanp_owners():
    """{country: [area codes]}: who owns each geographic area code of +1, by the metadata's patterns."""
    owners = collections.defaultdict(list)
    for area, region in itertools.product(range(200, 1000), CALLING_CODES[1]):
        meta = PhoneMetadata.metadata_for_region(region)
        pattern = re.compile(meta.fixed_line.national_number_pattern)
        # Small islands own few exchanges, so every exchange is tried.
        if any(pattern.fullmatch(f"{area}{exchange}2345") for exchange in range(200, 1000)):
            owners[region].append(str(area))
    return owners


def nanp_specials():
    """[(use, [area codes])] of +1: belonging to no place, by the metadata's types."""
    uses = {"toll-free": "toll_free", "premium": "premium_rate", "personal": "personal_number", "service": "voip"}
    for use, kind in uses.items():
        descs = [getattr(PhoneMetadata.metadata_for_region(region), kind) for region in ("US", "CA")]
        patterns = [re.compile(desc.national_number_pattern) for desc in descs if desc and desc.national_number_pattern]
        areas = [
            str(area) for area in range(200, 1000)
            if any(p.fullmatch(f"{area}{exchange}2345") for p in patterns for exchange in range(200, 1000))
        ]  # fmt: skip
        yield f"!{use}\t{' '.join(short(areas)[0])}"


def short(prefixes, last=""):
    """The prefixes as the file has them, and the last one."""
    items = []
    for prefix in prefixes:
        if last and prefix == str(int("1" + last) + 1)[1:]:
            before = re.fullmatch(r"\+(\d+)", items[-1]) if items else None
            if before:
                items[-1] = f"+{int(before[1]) + 1}"
            else:
                items.append("+1")
        else:
            items.append(prefix)
        last = prefix
    return ([] if items == ["+1"] else items), last


def place_lines():
    found = groups()
    owners = nanp_owners()
    for country, areas in owners.items():
        for area in areas:
            found[1, country].setdefault(area, [])
    # Of countries that share a calling code the main one comes first: it has the prefixes that several claim.
    order = {(code, country): (code, at) for code, all_of in CALLING_CODES.items() for at, country in enumerate(all_of)}
    for (code, country), areas in sorted(found.items(), key=lambda block: order[block[0]]):
        if code == 1:
            areas = {area: entries for area, entries in areas.items() if area in owners[country]}
        merging = any(None in entries for entries in areas.values())
        said = {}
        for area, entries in areas.items():
            entries = [entry for entry in entries if entry]
            said[area] = describe(code, country, area, entries)
        if code != 1:
            said = {area: what for area, what in said.items() if any(what)}
        said = without_echo(merge(said) if merging else said)
        lines = collections.defaultdict(list)
        for area, what in said.items():
            lines[area.startswith("~"), what].append(area.lstrip("~"))
        # Germany and a few others allow more than ten, which nobody has.
        digits = min(10, max(PhoneMetadata.metadata_for_region(country).fixed_line.possible_length))
        yield f"+{code} {country} {digits}"
        last = ""
        for (finer, (region, towns)), prefixes in sorted(lines.items(), key=lambda line: (line[0][0], min(line[1]))):
            items, last = short(sorted(prefixes), last)
            yield "\t".join(["~" * finer + " ".join(items), region, towns])


def zone_lines():
    zones = {prefix: tuple(z for z in names if z != "Etc/Unknown") for prefix, names in TIMEZONE_DATA.items()}
    # A list of half a continent says nothing, and part of it would be false.
    zones = {prefix: names if len(names) <= 4 else () for prefix, names in zones.items()}
    lines = collections.defaultdict(list)
    for prefix, names in sorted(without_echo(zones).items()):
        lines[names].append(prefix)
    for names, prefixes in sorted(lines.items()):
        yield f"@{' '.join(names)}\t{' '.join(short(prefixes)[0])}"


def packed(text):
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return deflate.compress(text.encode()) + deflate.flush()


if __name__ == "__main__":
    lines = [f"# phonenumbers {phonenumbers.__version__}", *nanp_specials(), *place_lines(), *zone_lines()]
    text = "\n".join(lines) + "\n"
    if "--text" in sys.argv:
        print(text, end="")
    else:
        pathlib.Path(__file__).with_name("places.deflate").write_bytes(packed(text))
