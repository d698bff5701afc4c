"""Code systems under one name each, and words for the codes that often arrive without any."""


def system(name: str | None) -> str:
    """The FHIR address of a code system given by address, OID or `urn:oid:`."""
    name = (name or "").strip()
    oid = name.removeprefix("urn:oid:")
    if oid in _SYSTEMS:
        return _SYSTEMS[oid]
    return f"urn:oid:{oid}" if oid[:1].isdigit() else name


def known_as(code: str) -> str:
    """Words for a "system|code" that came without any: English, or "LOINC 1234-5"."""
    if code in _KNOWN:
        return _KNOWN[code]
    name, _, value = code.rpartition("|")
    return f"{_SHORT[name]} {value}" if name in _SHORT else value


LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
READING = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
NCIT = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"

_SHORT = {
    LOINC: "LOINC",
    SNOMED: "SNOMED CT",
    NCIT: "NCI Thesaurus",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://hl7.org/fhir/sid/icd-9-cm": "ICD-9-CM",
    "http://hl7.org/fhir/sid/ndc": "NDC",
    "http://www.ama-assn.org/go/cpt": "CPT",
}

# HL7 OID registry, the systems named in C-CDA R2.1
_SYSTEMS = {
    "2.16.840.1.113883.6.1": LOINC,
    "2.16.840.1.113883.6.96": SNOMED,
    "2.16.840.1.113883.6.88": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "2.16.840.1.113883.6.90": "http://hl7.org/fhir/sid/icd-10-cm",
    "2.16.840.1.113883.6.3": "http://hl7.org/fhir/sid/icd-10",
    "2.16.840.1.113883.6.4": "http://www.cms.gov/Medicare/Coding/ICD10",
    "2.16.840.1.113883.6.103": "http://hl7.org/fhir/sid/icd-9-cm",
    "2.16.840.1.113883.6.42": "http://hl7.org/fhir/sid/icd-9-cm",
    "2.16.840.1.113883.6.104": "http://hl7.org/fhir/sid/icd-9-cm",
    "2.16.840.1.113883.6.2": "http://hl7.org/fhir/sid/icd-9-cm",
    "2.16.840.1.113883.6.43.1": "http://terminology.hl7.org/CodeSystem/icd-o-3",
    "2.16.840.1.113883.6.12": "http://www.ama-assn.org/go/cpt",
    "2.16.840.1.113883.6.69": "http://hl7.org/fhir/sid/ndc",
    "2.16.840.1.113883.4.9": "http://fdasis.nlm.nih.gov",
    "2.16.840.1.113883.3.26.1.1": NCIT,
    "2.16.840.1.113883.5.83": READING,
    "http://hl7.org/fhir/v3/ObservationInterpretation": READING,
    "http://hl7.org/fhir/v2/0078": READING,
    "http://terminology.hl7.org/CodeSystem/v2-0078": READING,
    "2.16.840.1.113883.6.345": "http://terminology.hl7.org/CodeSystem/medrt",
}

_KNOWN = {
    f"{LOINC}|29463-7": "Body weight",
    f"{LOINC}|3141-9": "Body weight (measured)",
    f"{LOINC}|3142-7": "Body weight (stated)",
    f"{LOINC}|8302-2": "Body height",
    f"{LOINC}|39156-5": "Body mass index",
    f"{LOINC}|8277-6": "Body surface area",
    f"{LOINC}|3140-1": "Body surface area",
    f"{LOINC}|3139-2": "Body surface area",
    f"{LOINC}|8480-6": "Systolic blood pressure",
    f"{LOINC}|8462-4": "Diastolic blood pressure",
    f"{LOINC}|85354-9": "Blood pressure",
    f"{LOINC}|55284-4": "Blood pressure",
    f"{LOINC}|8867-4": "Heart rate",
    f"{LOINC}|9279-1": "Respiratory rate",
    f"{LOINC}|8310-5": "Body temperature",
    f"{LOINC}|2708-6": "Oxygen saturation",
    f"{LOINC}|59408-5": "Oxygen saturation",
    f"{LOINC}|89247-1": "ECOG performance status",
    f"{LOINC}|89262-0": "ECOG performance status",
    f"{LOINC}|89243-0": "Karnofsky performance status",
    f"{NCIT}|C38144": "Lansky play-performance status",
    f"{NCIT}|C167435": "Acute lymphoblastic leukemia risk assessment",
    f"{LOINC}|97509-4": "Cancer disease status",
    f"{LOINC}|88040-1": "Response to cancer treatment",
    f"{LOINC}|21889-1": "Tumor size",
    f"{LOINC}|33728-7": "Tumor size, greatest dimension",
    f"{LOINC}|33729-5": "Tumor size, additional dimension",
    f"{LOINC}|33756-8": "Polyp size, greatest dimension",
    f"{LOINC}|21908-9": "Stage group, clinical",
    f"{LOINC}|21902-2": "Stage group, pathologic",
    f"{LOINC}|21914-7": "Stage group",
    f"{LOINC}|21905-5": "Primary tumor (cT)",
    f"{LOINC}|21906-3": "Regional lymph nodes (cN)",
    f"{LOINC}|21907-1": "Distant metastases (cM)",
    f"{LOINC}|21899-0": "Primary tumor (pT)",
    f"{LOINC}|21900-6": "Regional lymph nodes (pN)",
    f"{LOINC}|21901-4": "Distant metastases (pM)",
    f"{LOINC}|69548-6": "Genetic variant assessment",
    f"{LOINC}|53041-0": "DNA region studied",
    f"{LOINC}|51969-4": "Genetic analysis report",
    f"{LOINC}|94076-7": "Tumor mutational burden",
    f"{LOINC}|81695-9": "Microsatellite instability",
    f"{LOINC}|718-7": "Hemoglobin",
    f"{LOINC}|4544-3": "Hematocrit",
    f"{LOINC}|6690-2": "Leukocytes",
    f"{LOINC}|26464-8": "Leukocytes",
    f"{LOINC}|777-3": "Platelets",
    f"{LOINC}|26515-7": "Platelets",
    f"{LOINC}|751-8": "Neutrophils",
    f"{LOINC}|26499-4": "Neutrophils",
    f"{LOINC}|2160-0": "Creatinine",
    f"{LOINC}|3094-0": "Urea nitrogen",
    f"{LOINC}|2951-2": "Sodium",
    f"{LOINC}|2823-3": "Potassium",
    f"{LOINC}|17861-6": "Calcium",
    f"{LOINC}|2345-7": "Glucose",
    f"{LOINC}|1975-2": "Bilirubin, total",
    f"{LOINC}|1742-6": "Alanine aminotransferase (ALT)",
    f"{LOINC}|1920-8": "Aspartate aminotransferase (AST)",
    f"{LOINC}|6768-6": "Alkaline phosphatase",
    f"{LOINC}|1751-7": "Albumin",
    f"{LOINC}|2532-0": "Lactate dehydrogenase (LDH)",
    f"{LOINC}|6301-6": "INR",
    f"{LOINC}|72166-2": "Tobacco smoking status",
    f"{LOINC}|82810-3": "Pregnancy status",
    f"{SNOMED}|399390009": "Stage group",
    f"{SNOMED}|399537006": "Stage group, clinical",
    f"{SNOMED}|399588009": "Stage group, pathologic",
    f"{SNOMED}|399504009": "Primary tumor (cT)",
    f"{SNOMED}|399534004": "Regional lymph nodes (cN)",
    f"{SNOMED}|399387003": "Distant metastases (cM)",
    f"{SNOMED}|384625004": "Primary tumor (pT)",
    f"{SNOMED}|371494008": "Regional lymph nodes (pN)",
    f"{SNOMED}|371497001": "Distant metastases (pM)",
    f"{SNOMED}|398192003": "Comorbid conditions",
    f"{SNOMED}|1217123003": "Radiotherapy course of treatment",
    f"{SNOMED}|423740007": "ECOG performance status",
    f"{SNOMED}|761869008": "Karnofsky performance status",
    # answers of LOINC lists (LL1971-2 and others) and of SNOMED CT
    f"{LOINC}|LA9633-4": "Present",
    f"{LOINC}|LA9634-2": "Absent",
    f"{LOINC}|LA18198-4": "No call",
    f"{LOINC}|LA11884-6": "Indeterminate",
    f"{LOINC}|LA6576-8": "Positive",
    f"{LOINC}|LA6577-6": "Negative",
    f"{LOINC}|LA6683-2": "Germline",
    f"{LOINC}|LA6684-0": "Somatic",
    f"{LOINC}|LA14122-8": "MSI-H",
    f"{LOINC}|LA14121-0": "MSI-L",
    f"{LOINC}|LA14120-2": "Stable",
    f"{SNOMED}|10828004": "Positive",
    f"{SNOMED}|260385009": "Negative",
    f"{SNOMED}|52101004": "Present",
    f"{SNOMED}|2667000": "Absent",
    f"{SNOMED}|260373001": "Detected",
    f"{SNOMED}|260415000": "Not detected",
    f"{SNOMED}|82334004": "Indeterminate",
    # HL7's readings of a result
    f"{READING}|POS": "Positive",
    f"{READING}|NEG": "Negative",
    f"{READING}|DET": "Detected",
    f"{READING}|ND": "Not detected",
    f"{READING}|IND": "Indeterminate",
    f"{READING}|E": "Equivocal",
    f"{READING}|N": "Normal",
    f"{READING}|A": "Abnormal",
    f"{READING}|AA": "Critically abnormal",
    f"{READING}|H": "High",
    f"{READING}|HH": "Critically high",
    f"{READING}|L": "Low",
    f"{READING}|LL": "Critically low",
    # statements that there is nothing
    f"{SNOMED}|716186003": "No known allergy",
    f"{SNOMED}|409137002": "No known drug allergy",
    f"{SNOMED}|429625007": "No known food allergy",
    f"{SNOMED}|428607008": "No known environmental allergy",
    f"{SNOMED}|716184000": "No known latex allergy",
    f"{SNOMED}|160245001": "No current problems",
    f"{SNOMED}|787481004": "No known medications",
    f"{IPS}|no-known-allergies": "No known allergies",
    f"{IPS}|no-known-medication-allergies": "No known drug allergies",
    f"{IPS}|no-known-food-allergies": "No known food allergies",
    f"{IPS}|no-known-environmental-allergies": "No known environmental allergies",
    f"{IPS}|no-allergy-info": "No information about allergies",
    f"{IPS}|no-known-problems": "No known problems",
    f"{IPS}|no-known-medications": "No known medications",
}
