#!/usr/bin/env python3
"""Writes numbering.txt beside this file: what the number plans of all regions say.

Plans come from the PyPI package `phonenumbers` (Apache-2.0, a port of
libphonenumber), English names from the PyPI package `babel` (Unicode CLDR).
The versions are pinned, so that the file only changes when somebody decides so:

    pip install phonenumbers==9.0.43 babel==2.18.0 && python3 assets/numbering.py

The file is UTF-8 text in sections with an empty line between them. `#` begins a comment.

1. The table, one tab-separated line a region, sorted by code: code, English name, calling code,
   trunk prefix, lengths of its area codes (`1,2`; empty where it has none), and the region
   whose format rules it uses where that is another one (`US` for Canada).
2. Then a section for each region, in the same order, of tab-separated lines:
   - `TYPE  LENGTHS  PATTERN`, first the type `any` (the general description, which every number must match as
     well), then `premium`, `toll_free` and so on, in the order in which libphonenumber asks for them. Lengths are
     empty where any length of the general description will do. A pattern `=` is that of the line above.
   - `/  PATTERN  FORMAT  LEADING  NATIONAL  INTERNATIONAL`: a format rule for national numbers that begin with
     LEADING (empty: all) and match PATTERN. FORMAT has `$1` for the first group and so on. NATIONAL is what the
     first group in FORMAT becomes in the national form, with `$1` for that group; empty where it stays as it is.
     INTERNATIONAL is the format abroad: empty where it is the same, `-` where the rule is for the national form only.
"""
import pathlib
import random
import re

import babel
import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, phonenumberutil
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.phonemetadata import PhoneMetadata

VERSIONS = {"phonenumbers": "9.0.43", "babel": "2.18.0"}
# In the order in which libphonenumber asks for them: the first that matches is the type of a number.
TYPES = {
    "premium": "premium_rate",
    "toll_free": "toll_free",
    "shared_cost": "shared_cost",
    "voip": "voip",
    "personal": "personal_number",
    "pager": "pager",
    "uan": "uan",
    "voicemail": "voicemail",
    "fixed": "fixed_line",
    "mobile": "mobile",
}
NANP = 1
# Prefixes in the geographic data longer than an area code, of which a sample is enough.
LONG_PREFIX, SAMPLE = 5, 400


def prefixes_by_calling_code():
    """The national part of every prefix that libphonenumber knows a place for."""
    found = {}
    for prefix in GEOCODE_DATA:
        code = next(n for n in (1, 2, 3) if int(prefix[:n]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
        found.setdefault(int(prefix[:code]), []).append(prefix[code:])
    return found


def phone_number(calling_code, national):
    zeros = len(national) - len(national[:-1].lstrip("0")) - 1
    number = PhoneNumber(country_code=calling_code, national_number=int(national))
    if zeros:
        number.italian_leading_zero, number.number_of_leading_zeros = True, zeros
    return number


def area_code_lengths(plan, prefixes, rng):
    """How long the area codes of geographic numbers are, by libphonenumber's own measure.

    It is asked about numbers below every known prefix, filled up at random until they are valid.
    """
    if plan.country_code == NANP:
        return [3]
    short = sorted(p for p in prefixes if len(p) <= LONG_PREFIX)
    long = sorted(p for p in prefixes if len(p) > LONG_PREFIX)
    numbers = [plan.fixed_line.example_number] if plan.fixed_line.example_number else []
    lengths = plan.fixed_line.possible_length or plan.general_desc.possible_length
    geographic = (PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    for prefix in short + rng.sample(long, min(SAMPLE, len(long))):
        for length in (n for n in lengths if n >= len(prefix)):
            for _ in range(8):
                number = prefix + "".join(rng.choices("0123456789", k=length - len(prefix)))
                if phonenumberutil._number_type_helper(number, plan) in geographic:
                    numbers.append(number)
                    break
    measured = {phonenumbers.length_of_geographical_area_code(phone_number(plan.country_code, n)) for n in numbers}
    return sorted(measured - {0})


def format_region(plan):
    """The region that holds the format rules of a calling code, or nothing where it is the plan's own."""
    main = phonenumbers.region_code_for_country_code(plan.country_code)
    return "" if main == plan.id else main


def numbers_of(description):
    return ",".join(str(n) for n in sorted(description.possible_length or ()) if n > 0)


def type_lines(plan):
    general = plan.general_desc
    lines = [f"any\t{numbers_of(general)}\t{general.national_number_pattern}"]
    above = None
    for name, field in TYPES.items():
        description = getattr(plan, field)
        pattern = description and description.national_number_pattern
        if not pattern:
            continue
        lines.append(f"{name}\t{numbers_of(description)}\t{'=' if pattern == above else pattern}")
        above = pattern
    # With this flag libphonenumber does not look at the mobile pattern; `=` says the same.
    assert not plan.same_mobile_and_fixed_line_pattern or lines[-1].endswith("\t=")
    return lines


def dollars(template):
    return re.sub(r"\\(\d)", r"$\1", template or "")


def rule_lines(plan):
    if format_region(plan):
        return
    # Only the last, most exact form of the leading digits is ever asked.
    key = lambda rule: (rule.pattern, (rule.leading_digits_pattern or [""])[-1])
    abroad = {key(rule): dollars(rule.format) for rule in plan.intl_number_format}
    # One list serves both forms, because the rules for abroad are some of the rules at home, in the same order.
    assert [key(rule) for rule in plan.number_format if key(rule) in abroad] == [*abroad], plan.id
    for rule in plan.number_format:
        pattern, leading = key(rule)
        form, first = dollars(rule.format), dollars(rule.national_prefix_formatting_rule)
        other = abroad.get((pattern, leading), "-") if abroad else form
        yield f"/\t{pattern}\t{form}\t{leading}\t{first}\t{'' if other == form else other}".rstrip("\t")


def main():
    assert VERSIONS == {"phonenumbers": phonenumbers.__version__, "babel": babel.__version__}, "other versions"
    names = babel.Locale("en").territories
    prefixes, rng = prefixes_by_calling_code(), random.Random(1)
    table = ["# " + ", ".join(f"{name} {version}" for name, version in VERSIONS.items())]
    sections = []
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        plan = PhoneMetadata.metadata_for_region(region)
        lengths = area_code_lengths(plan, prefixes.get(plan.country_code, []), rng)
        cells = [region, names[region], plan.country_code, plan.national_prefix or "", ",".join(map(str, lengths))]
        table.append("\t".join(map(str, [*cells, format_region(plan)])).rstrip("\t"))
        sections.append([*type_lines(plan), *rule_lines(plan)])
    text = "\n\n".join("\n".join(lines) for lines in [table, *sections])
    pathlib.Path(__file__).with_name("numbering.txt").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
