"""The oddities of the official layouts, as their publishers write them; the parties are made up."""

# ruff: noqa: E501  feeds have the lines they have

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("lxml")

from comity.screen.party import Party
from comity.screen.reader import read_parties


def read(tmp_path: Path, content: str, name: str = "feed.xml") -> tuple[Party, ...]:
    """Read a feed written to a file, with a byte order mark before it."""
    path = tmp_path / name
    path.write_bytes(b"\xef\xbb\xbf" + content.encode())
    return read_parties(path).parties


UN = """<?xml version="1.0" encoding="utf-8"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="2026-07-31T00:00:05.1Z">
<INDIVIDUALS><INDIVIDUAL><DATAID>69</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>ORVIN</FIRST_NAME>
<SECOND_NAME>TALESH</SECOND_NAME><THIRD_NAME>  </THIRD_NAME><FOURTH_NAME>ZYNTHAR</FOURTH_NAME>
<UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE><REFERENCE_NUMBER>QDi.069</REFERENCE_NUMBER><LISTED_ON>2001-01-25</LISTED_ON>
<NAME_ORIGINAL_SCRIPT>زينثار</NAME_ORIGINAL_SCRIPT><COMMENTS1>Seen
 in two towns.</COMMENTS1><TITLE><VALUE>Maulavi</VALUE></TITLE>
<NATIONALITY><VALUE>Iraq</VALUE></NATIONALITY><NATIONALITY><VALUE>Syrian Arab Republic</VALUE></NATIONALITY>
<LAST_DAY_UPDATED><VALUE>2011-11-29</VALUE></LAST_DAY_UPDATED>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Orvin Zinthar</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Weaver</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><STREET>1 Mill St</STREET><CITY>Mosul</CITY><COUNTRY>Iraq</COUNTRY></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_ADDRESS/><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1963</FROM_YEAR>
<TO_YEAR>1968</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE>
<YEAR>1970</YEAR></INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>
<NUMBER>A900111</NUMBER></INDIVIDUAL_DOCUMENT><INDIVIDUAL_DOCUMENT/></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>7</DATAID><FIRST_NAME>ZYNTHAR WORKS</FIRST_NAME><REFERENCE_NUMBER>KPe.007</REFERENCE_NUMBER>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Zynthar Mill</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>na</ALIAS_NAME></ENTITY_ALIAS></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""


def test_the_un_list_gives_parts_qualities_scripts_and_spans_of_years(tmp_path: Path) -> None:
    """Empty elements mean nothing, a low alias is weak, a birth may be a span of years."""
    person, entity = read(tmp_path, UN)
    assert person.name == "ORVIN TALESH ZYNTHAR"
    assert person.aliases == ("زينثار", "Orvin Zinthar")
    assert person.weak_aliases == ("The Weaver",)
    assert person.birth_dates == ("1963 to 1968", "1970")
    assert person.identifiers == ("A900111",)
    assert person.addresses == ("1 Mill St, Mosul, Iraq",)
    assert set(person.places) == {"IQ", "SY"}
    assert person.listed_on == "2001-01-25"
    assert entity.aliases == ("Zynthar Mill",)


EU = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 generationDate="2026-07-31T16:23:29.201+02:00" globalFileId="1">
<sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.27.28" logicalId="13">
<remark>Two remarks.</remark><regulation regulationType="amendment" publicationDate="2003-07-08"
 entryIntoForceDate="2003-07-07" numberTitle="1210/2003 (OJ L169)" programme="IRQ"/>
<subjectType code="person" classificationCode="P"/>
<nameAlias firstName="Orvin" middleName="" lastName="Zynthar" wholeName="" gender="M" strong="true" nameLanguage=""/>
<nameAlias wholeName="Зинтар" strong="true" nameLanguage="RU"/>
<nameAlias wholeName="Weaver" strong="false"/>
<citizenship countryIso2Code="IQ" countryDescription="IRAQ"/>
<birthdate circa="false" birthdate="1937-04-28" dayOfMonth="28" monthOfYear="4" year="1937" countryIso2Code="00"/>
<birthdate circa="true" year="1939"/><birthdate yearRangeFrom="1940" yearRangeTo="1942"/>
<address city="Mosul" street="1 Mill St" poBox="77" zipCode="" countryIso2Code="IQ" countryDescription="IRAQ"/>
<address countryIso2Code="00" countryDescription="UNKNOWN"/>
<identification number="A900111" latinNumber="A900111" identificationTypeCode="passport"/></sanctionEntity></export>"""


def test_the_eu_list_gives_names_in_parts_and_births_in_parts(tmp_path: Path) -> None:
    """A name without its whole is put together; a year or a span stands for a birthdate."""
    (party,) = read(tmp_path, EU)
    assert party.name == "Orvin Zynthar"
    assert party.aliases == ("Зинтар",)
    assert party.weak_aliases == ("Weaver",)
    assert party.birth_dates == ("1937-04-28", "1939", "1940 to 1942")
    assert party.identifiers == ("A900111",)
    assert party.places == ("IQ",)
    assert party.addresses[0] == "1 Mill St, 77, Mosul, IRAQ"
    assert party.listed_on == "2003-07-07"


UK = """<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>02/04/2026</DateGenerated><Designation><LastUpdated>31/12/2020</LastUpdated>
<DateDesignated>03/02/2001</DateDesignated><UniqueID>AFG0006</UniqueID><OFSIGroupID>7124</OFSIGroupID>
<UNReferenceNumber>TAi.002</UNReferenceNumber><Names><Name><Name1>Orvin</Name1><Name2>Talesh</Name2><Name6>ZYNTHAR</Name6>
<NameType>Primary name</NameType></Name><Name><Name6>Zinthar</Name6><NameType>ALias</NameType>
<AliasStrength>Good quality a.k.a</AliasStrength></Name><Name><Name6>The Weaver</Name6><NameType>Alias</NameType>
<AliasStrength>Low quality a.k.a</AliasStrength></Name></Names><NonLatinNames><NonLatinName>
<NameNonLatinScript>زينثار</NameNonLatinScript></NonLatinName></NonLatinNames>
<RegimeName>The Afghanistan Regulations</RegimeName><IndividualEntityShip>Individual</IndividualEntityShip>
<Addresses><Address><AddressLine1>1 Mill St</AddressLine1><AddressLine6>Kabul</AddressLine6>
<AddressCountry>Afghanistan</AddressCountry></Address></Addresses><IndividualDetails><Individual><DOBs>
<DOB>dd/mm/1945</DOB><DOB>08/01/1946</DOB></DOBs><Nationalities><Nationality>Afghanistan</Nationality></Nationalities>
<PassportDetails><Passport><PassportNumber>P1</PassportNumber></Passport></PassportDetails><NationalIdentifierDetails>
<NationalIdentifier><NationalIdentifierNumber>N1</NationalIdentifierNumber></NationalIdentifier>
</NationalIdentifierDetails></Individual></IndividualDetails></Designation></Designations>"""


def test_the_uk_list_writes_the_day_first_and_unknown_parts_as_letters(tmp_path: Path) -> None:
    """03/02 is the third of February, dd/mm/1945 a year; aliases have a strength."""
    (party,) = read(tmp_path, UK)
    assert party.name == "Orvin Talesh ZYNTHAR"
    assert party.aliases == ("Zinthar", "زينثار")
    assert party.weak_aliases == ("The Weaver",)
    assert party.listed_on == "2001-02-03"
    assert party.birth_dates == ("1945", "1946-01-08")
    assert party.identifiers == ("P1", "N1")
    assert party.places == ("AF",)


OFSI = """<?xml version="1.0" encoding="utf-8"?>
<ArrayOfFinancialSanctionsTarget xmlns="http://schemas.hmtreasury.gov.uk/ofsi/consolidatedlist">
<FinancialSanctionsTarget><name6>ZYNTHAR</name6><name1>Orvin</name1><NameNonLatinScript>زين</NameNonLatinScript>
<AliasType>Primary name</AliasType><RegimeName>Afghanistan</RegimeName><Individual_DateOfBirth>00/00/1945</Individual_DateOfBirth>
<Individual_Nationality>Afghanistan</Individual_Nationality><Individual_PassportNumber>P1</Individual_PassportNumber>
<Address1>1 Mill St</Address1><PostCode>77</PostCode><Country>Afghanistan</Country>
<GroupTypeDescription>Individual</GroupTypeDescription><DateListed>03/02/2001</DateListed><GroupID>7124</GroupID>
</FinancialSanctionsTarget></ArrayOfFinancialSanctionsTarget>"""


def test_ofsi_rows_give_addresses_births_and_papers(tmp_path: Path) -> None:
    """What each row of a target says is kept."""
    (party,) = read(tmp_path, OFSI)
    assert party.aliases == ("زين",)
    assert party.birth_dates == ("1945",)
    assert party.identifiers == ("P1",)
    assert party.addresses == ("1 Mill St, 77, Afghanistan",)
    assert party.listed_on == "2001-02-03"


CLASSIC = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
<publshInformation><Publish_Date>07/31/2026</Publish_Date><Record_Count>1</Record_Count></publshInformation>
<sdnEntry><uid>36</uid><lastName>ZYNTHAR STAR</lastName><sdnType>Vessel</sdnType><programList><program>CUBA</program>
<program>IRAN</program></programList><idList><id><uid>1</uid><idType>Vessel Registration Identification</idType>
<idNumber>IMO 9187629</idNumber></id><id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id>
<id><uid>3</uid><idType>Secondary sanctions risk:</idType><idNumber>section 1(b) of an order</idNumber></id></idList>
<dateOfBirthList><dateOfBirthItem><uid>4</uid><dateOfBirth>circa 1962</dateOfBirth><mainEntry>true</mainEntry>
</dateOfBirthItem></dateOfBirthList><vesselInfo><callSign>CL2</callSign><vesselFlag>Cuba</vesselFlag></vesselInfo>
</sdnEntry></sdnList>"""


def test_ofac_notes_among_the_papers_are_no_identifiers(tmp_path: Path) -> None:
    """Sex and sanctions risks stand where the papers do, and identify nobody."""
    (party,) = read(tmp_path, CLASSIC)
    assert party.identifiers == ("IMO 9187629",)
    assert party.programs == ("CUBA", "IRAN")
    assert party.birth_dates == ("circa 1962",)
    assert party.places == ("CU",)


ADVANCED = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML" Version="3">
<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>7</Month><Day>31</Day></DateOfIssue><ReferenceValueSets>
<FeatureTypeValues><FeatureType ID="8" FeatureTypeGroupID="1">Birthdate</FeatureType></FeatureTypeValues>
<PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues></ReferenceValueSets>
<DistinctParties><DistinctParty FixedRef="7"><Comment>Kept.</Comment><Profile ID="7" PartySubTypeID="4">
<Identity ID="70" FixedRef="7" Primary="true"><Alias FixedRef="7" AliasTypeID="1403" Primary="true" LowQuality="false">
<DocumentedName ID="1" FixedRef="7" DocNameStatusID="1"><DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="215">ZYNTHAR</NamePartValue>
</DocumentedNamePart><DocumentedNamePart><NamePartValue ScriptID="215">Orvin</NamePartValue></DocumentedNamePart></DocumentedName>
<DocumentedName ID="2" DocNameStatusID="2"><DocumentedNamePart><NamePartValue ScriptID="160">زين</NamePartValue>
</DocumentedNamePart></DocumentedName></Alias></Identity>
<Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod CalendarTypeID="1"><Start Approximate="false"><From>
<Year>1962</Year><Month>1</Month><Day>8</Day></From><To><Year>1962</Year><Month>1</Month><Day>8</Day></To></Start>
<End Approximate="false"><From><Year>1962</Year><Month>1</Month><Day>8</Day></From><To><Year>1962</Year><Month>1</Month>
<Day>8</Day></To></End></DatePeriod></FeatureVersion></Feature></Profile></DistinctParty></DistinctParties>
<SanctionsEntries><SanctionsEntry ID="1" ProfileID="7" ListID="1550"><EntryEvent ID="1" EntryEventTypeID="1"><Date CalendarTypeID="1">
<Year>1995</Year><Month>2</Month><Day>3</Day></Date></EntryEvent><SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>SDGT</Comment>
</SanctionsMeasure><SanctionsMeasure ID="2" SanctionsTypeID="2"><Comment/></SanctionsMeasure></SanctionsEntry>
<SanctionsEntry ID="2" ProfileID="7" ListID="1550"><SanctionsMeasure ID="3" SanctionsTypeID="1"><Comment>IRAN</Comment>
</SanctionsMeasure></SanctionsEntry></SanctionsEntries></Sanctions>"""


def test_the_advanced_form_gives_births_listing_and_every_program(tmp_path: Path) -> None:
    """A profile may have several entries; its features hold its date of birth."""
    (party,) = read(tmp_path, ADVANCED)
    assert party.name == "ZYNTHAR Orvin"
    assert party.aliases == ("زين",)
    assert party.birth_dates == ("1962-01-08",)
    assert party.listed_on == "1995-02-03"
    assert party.programs == ("SDGT", "IRAN")
    assert party.remarks == "Kept."


ENHANCED = """<?xml version="1.0" encoding="utf-8"?>
<sanctionsData xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML">
<publicationInfo><dataAsOf>2026-07-31T00:00:00-04:00</dataAsOf></publicationInfo><entities><entity id="36">
<generalInfo><identityId>4</identityId><entityType refId="600">Individual</entityType><remarks>Kept.</remarks></generalInfo>
<sanctionsLists><sanctionsList refId="91507" id="9" datePublished="1995-02-03">SDN List</sanctionsList></sanctionsLists>
<sanctionsPrograms><sanctionsProgram refId="1" id="2">SDGT</sanctionsProgram></sanctionsPrograms>
<names><name id="1"><isPrimary>false</isPrimary><aliasType refId="1400">A.K.A.</aliasType><isLowQuality>true</isLowQuality>
<translations><translation id="3"><isPrimary>true</isPrimary><script refId="215">Latin</script>
<formattedFullName>THE WEAVER</formattedFullName></translation></translations></name>
<name id="2"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>
<translation id="4"><isPrimary>false</isPrimary><script refId="160">Arabic</script><nameParts><namePart id="5"><type refId="1520">Last Name</type>
<value>زينثار</value></namePart></nameParts></translation>
<translation id="6"><isPrimary>true</isPrimary><script refId="215">Latin</script><formattedFirstName>Orvin</formattedFirstName>
<formattedLastName>ZYNTHAR</formattedLastName><formattedFullName>ZYNTHAR, Orvin</formattedFullName></translation></translations></name></names>
<addresses><address id="7"><country refId="1">Iraq</country><translations><translation id="8"><isPrimary>true</isPrimary>
<addressParts><addressPart id="9"><type refId="1454">City</type><value>Mosul</value></addressPart></addressParts></translation>
</translations></address></addresses><features><feature id="10"><type featureTypeId="8">Birthdate</type><value>08 Jan 1962</value>
<valueDate id="1"><fromDateBegin>1962-01-08</fromDateBegin></valueDate></feature><feature id="11"><type featureTypeId="10">Nationality Country</type>
<value>Syria</value></feature><feature id="12"><type featureTypeId="344">Digital Currency Address - XBT</type><value>1A1zP1</value></feature></features>
<identityDocuments><identityDocument id="13"><type refId="1571">Passport</type><documentNumber>P123</documentNumber><isValid>true</isValid>
</identityDocument><identityDocument id="14"><type>Gender</type><documentNumber>Male</documentNumber></identityDocument></identityDocuments>
</entity></entities></sanctionsData>"""


def test_the_enhanced_form_is_read_like_the_others(tmp_path: Path) -> None:
    """The name in Latin letters comes first, other scripts and weak names after it."""
    (party,) = read(tmp_path, ENHANCED)
    assert (party.list_id, party.entry, party.kind) == ("sdn", "36", "person")
    assert party.name == "ZYNTHAR, Orvin"
    assert party.aliases == ("زينثار",)
    assert party.weak_aliases == ("THE WEAVER",)
    assert party.birth_dates == ("1962-01-08",)
    assert party.identifiers == ("P123", "1A1zP1")
    assert party.places == ("IQ", "SY")
    assert party.addresses == ("Mosul, Iraq",)
    assert party.listed_on == "1995-02-03"


CSL = """_id,source,entity_number,type,programs,name,addresses,start_date,source_list_url,alt_names,ids,vessel_flag
52291,Specially Designated Nationals (SDN) - Treasury Department,52291,Individual,SDGT,"ZYNTHAR, Orvin","Shenyang, CN; 1 Mill St, Pyongyang, KP",1995-02-03,https://x,"ZINTHAR, Orvin; WEAVER","Passport, 836238033, KP; Secondary sanctions risk:, Some Regulations, sections 510.201 and 510.210; Gender, Male; Business Registration Number, CH-660.0.559.011-2, CH; Registration ID, C122790",
"""


def test_the_screening_list_gives_numbers_without_their_type_and_country(tmp_path: Path) -> None:
    """Only the number of a paper can be compared with the one in an order book."""
    (party,) = read(tmp_path, CSL, "feed.csv")
    assert party.identifiers == ("836238033", "CH-660.0.559.011-2", "C122790")
    assert set(party.places) == {"CN", "KP"}
    assert party.aliases == ("ZINTHAR, Orvin", "WEAVER")
