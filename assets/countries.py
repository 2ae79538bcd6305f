#!/usr/bin/env python3
"""Writes countries.tsv beside this file: one line a region, sorted by code.

Calling codes, trunk prefixes and lengths come from the PyPI package
`phonenumbers` (Apache-2.0, a port of libphonenumber); English names come from
the PyPI package `babel` (Unicode CLDR). Re-run with:

    pip install phonenumbers babel && python3 assets/countries.py
"""
import pathlib

import babel
import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

names = babel.Locale("en").territories
rows = [
    f"# phonenumbers {phonenumbers.__version__}, babel {babel.__version__}",
    "# code\tname\tcalling code\ttrunk prefix\tlengths of a national number",
]
for region in sorted(phonenumbers.SUPPORTED_REGIONS):
    plan = PhoneMetadata.metadata_for_region(region)
    lengths = ",".join(str(n) for n in sorted(plan.general_desc.possible_length))
    rows.append("\t".join([region, names[region], str(plan.country_code), plan.national_prefix or "", lengths]))
pathlib.Path(__file__).with_name("countries.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
