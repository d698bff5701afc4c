"""Names of anticancer drugs, to sort a medication list. Never a medical statement.

A drug missing here is listed among the medicines; one too many is declined by whoever reviews.
"""

import re


def known_names(text: str) -> frozenset[str]:
    """The anticancer drugs a text names, brands by their generic name, in small letters."""
    names = (BRANDS.get(word, word) for word in words_of(text))
    return frozenset(name for name in names if _is_known(name))


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


_WORD = re.compile(r"[a-z]+")
FORMS = frozenset(
    {"liposomal", "liposome", "pegylated", "albumin", "protein", "nab"}
)  # act otherwise

GENERICS = (
    *("abiraterone", "actinomycin", "aldesleukin", "alemtuzumab", "amivantamab", "anastrozole"),
    *("arsenic", "asparaginase", "atezolizumab", "avelumab", "azacitidine", "belinostat"),
    *("belzutifan", "bevacizumab", "bexarotene", "bicalutamide", "bleomycin", "blinatumomab"),
    *("brentuximab", "busulfan", "calaspargase", "cemiplimab", "cetuximab", "chlorambucil"),
    *("cosibelimab", "crenolanib", "cyclophosphamide", "dacarbazine", "dactinomycin"),
    *("daratumumab", "degarelix", "dinutuximab", "dostarlimab", "durvalumab", "elacestrant"),
    *("elotuzumab", "elranatamab", "emtansine", "enfortumab", "epcoritamab", "eribulin"),
    *("estramustine", "etoposide", "everolimus", "exemestane", "floxuridine", "fluorouracil"),
    *("flutamide", "fulvestrant", "gemtuzumab", "glofitamab", "goserelin", "govitecan"),
    *("hydroxycarbamide", "hydroxyurea", "ifosfamide", "imetelstat", "inotuzumab"),
    *("ipilimumab", "isatuximab", "ixabepilone", "letrozole", "leuprolide", "loncastuximab"),
    *("lurbinectedin", "lutetium", "margetuximab", "melphalan", "mercaptopurine", "mirvetuximab"),
    *("mitomycin", "mitotane", "mitoxantrone", "mogamulizumab", "mosunetuzumab", "naxitamab"),
    *("necitumumab", "nilutamide", "nivolumab", "obinutuzumab", "ofatumumab", "olaratumab"),
    *("omacetaxine", "ozogamicin", "panitumumab", "panobinostat", "pazopanib", "pegaspargase"),
    *("pembrolizumab", "pentostatin", "pertuzumab", "polatuzumab", "procarbazine"),
    *("radium", "ramucirumab", "relatlimab", "relugolix", "retifanlimab", "rituximab"),
    *("romidepsin", "sacituzumab", "selinexor", "tafasitamab", "tagraxofusp", "talimogene"),
    *("talquetamab", "tamoxifen", "tarlatamab", "tazemetostat", "tebentafusp", "teclistamab"),
    *("temozolomide", "temsirolimus", "teniposide", "thioguanine", "thiotepa", "tislelizumab"),
    *("tisotumab", "toremifene", "toripalimab", "trabectedin", "trastuzumab", "tremelimumab"),
    *("trifluridine", "triptorelin", "venetoclax", "vinblastine", "vincristine", "vinorelbine"),
    *("vorinostat", "zanidatamab", "zenocutuzumab", "zolbetuximab"),
)
BRANDS = {
    "abraxane": "paclitaxel",
    "adriamycin": "doxorubicin",
    "alimta": "pemetrexed",
    "arimidex": "anastrozole",
    "aromasin": "exemestane",
    "avastin": "bevacizumab",
    "cabometyx": "cabozantinib",
    "camptosar": "irinotecan",
    "cytoxan": "cyclophosphamide",
    "doxil": "doxorubicin",
    "eloxatin": "oxaliplatin",
    "erbitux": "cetuximab",
    "faslodex": "fulvestrant",
    "femara": "letrozole",
    "gemzar": "gemcitabine",
    "gleevec": "imatinib",
    "gomekli": "mirdametinib",
    "halaven": "eribulin",
    "herceptin": "trastuzumab",
    "ibrance": "palbociclib",
    "imfinzi": "durvalumab",
    "inlyta": "axitinib",
    "keytruda": "pembrolizumab",
    "koselugo": "selumetinib",
    "lenvima": "lenvatinib",
    "lupron": "leuprolide",
    "lynparza": "olaparib",
    "nexavar": "sorafenib",
    "nolvadex": "tamoxifen",
    "ogsiveo": "nirogacestat",
    "opdivo": "nivolumab",
    "perjeta": "pertuzumab",
    "revlimid": "lenalidomide",
    "rituxan": "rituximab",
    "romvimza": "vimseltinib",
    "sprycel": "dasatinib",
    "stivarga": "regorafenib",
    "sutent": "sunitinib",
    "tagrisso": "osimertinib",
    "tarceva": "erlotinib",
    "tasigna": "nilotinib",
    "taxol": "paclitaxel",
    "taxotere": "docetaxel",
    "tecentriq": "atezolizumab",
    "temodar": "temozolomide",
    "trexall": "methotrexate",
    "turalio": "pexidartinib",
    "velcade": "bortezomib",
    "votrient": "pazopanib",
    "xeloda": "capecitabine",
    "xtandi": "enzalutamide",
    "yervoy": "ipilimumab",
    "yondelis": "trabectedin",
    "zejula": "niraparib",
    "zelboraf": "vemurafenib",
    "zytiga": "abiraterone",
}
# Common endings of nonproprietary names (INN stems): they hold for drugs still under investigation.
STEMS = (
    *("arabine", "bulin", "ciclib", "citabine", "degib", "domide", "gacestat", "leucel", "lisib"),
    *("lutamide", "menib", "mustine", "parib", "platin", "rafenib", "rasib", "rubicin", "sertib"),
    *("sidenib", "taxel", "tecan", "tinib", "trexate", "trexed", "vedotin", "zomib", "deruxtecan"),
)
OTHERWISE_USED = {
    *("abrocitinib", "baricitinib", "deuruxolitinib", "emtricitabine", "filgotinib", "oclacitinib"),
    *("peficitinib", "remibrutinib", "rilzabrutinib", "ritlecitinib", "tofacitinib"),
    *("upadacitinib", "vidarabine"),
}
_KNOWN = frozenset(GENERICS)


def _is_known(word: str) -> bool:
    return word in _KNOWN or (word.endswith(STEMS) and word not in OTHERWISE_USED)
