"""Names for `places.py`: what the data's abbreviations mean, and what in it is no town."""

US = """AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC Washington D.C.|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky
LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana
NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota
OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee
TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming"""
CANADA = """AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia
NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon"""
BRAZIL = """AC Acre|AL Alagoas|AM Amazonas|AP Amapá|BA Bahia|CE Ceará|DF Federal District|ES Espírito Santo|GO Goiás
MA Maranhão|MG Minas Gerais|MS Mato Grosso do Sul|MT Mato Grosso|PA Pará|PB Paraíba|PE Pernambuco|PI Piauí|PR Paraná
RJ Rio de Janeiro|RN Rio Grande do Norte|RO Rondônia|RR Roraima|RS Rio Grande do Sul|SC Santa Catarina|SE Sergipe
SP São Paulo|TO Tocantins"""
MEXICO = """AGS Aguascalientes|BCN Baja California|BCS Baja California Sur|CAMP Campeche|CHIH Chihuahua|CHIS Chiapas
COAH Coahuila|COL Colima|DGO Durango|FD |GRO Guerrero|GTO Guanajuato|HGO Hidalgo|JAL Jalisco|MEX Estado de Mexico
MICH Michoacan|MOR Morelos|NAY Nayarit|NL Nuevo León|OAX Oaxaca|PUE Puebla|QRO Querétaro|SLP San Luis Potosí|SON Sonora
TAB Tabasco|TAMPS Tamaulipas|TLAX Tlaxcala|VER Veracruz|YUC Yucatán|ZAC Zacatecas"""
BULGARIA = """Blag. Blagoevgrad|Dobr. Dobrich|Gabr. Gabrovo|Hask. Haskovo|Kardzh. Kardzhali|Kyust. Kyustendil
Mont. Montana|Smol. Smolyan|Targ. Targovishte"""


def table(text):
    return dict(row.split(" ", 1) for row in text.replace("\n", "|").split("|"))


EXPANDED = {
    1: table(US) | table(CANADA) | {"VI": ""},
    52: table(MEXICO),
    55: table(BRAZIL),
    359: table(BULGARIA) | {"V. Tarnovo": "Veliko Tarnovo", "St. Zagora": "Stara Zagora"},
}
# Spelt otherwise in the data than people do.
SAME_LABEL = {
    "Washington State": "Washington",
    "British Colombia": "British Columbia",
    "Nova Scotia/Prince Edward Island": "Nova Scotia and Prince Edward Island",
    "Northwest Territories/Nunavut/Yukon": "Northwest Territories, Nunavut and Yukon",
}
# Names that are a region of the country, not a town in it. New York and Washington D.C. are both: a bare label
# is the region, since the town is written "New York, NY".
REGION_LABELS = {
    1: {*table(US).values(), *table(CANADA).values(), *SAME_LABEL},
    44: {"Northern Ireland"},
    52: {*table(MEXICO).values()} - {""},
    55: {*table(BRAZIL).values()},
    64: {"South Island"},
}
# Too wide to be a town.
NO_TOWN = {"Sud Est", "Nord Est", "Nord Ouest", "Sud Ouest", "New South Wales", "Queensland", "South Australia"}
NO_TOWN |= {"Western Australia", "Northern Territory", "Ile de France", "Cundinamarca", "Eje Cafetero"}
# One block of numbers, which would speak for all of +64 2 (mobile numbers) and all of Jamaica.
NO_TOWN |= {"Scott Base", "Negril"}
FIXES = {
    "Chtamstths, VI": "Charlotte Amalie",
    "St. Croix, VI": "St. Croix",
    "XiAn, Shaanxi": "Xi'an, Shaanxi",
    "Sete Lagoas MG": "Sete Lagoas - MG",
    "Santiago, Metropolitan Region": "Santiago",
}
