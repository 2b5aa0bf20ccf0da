"""One small feed of each format; the parties are made up."""

# ruff: noqa: E501  feeds have the lines they have

from __future__ import annotations

OFAC_CLASSIC = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
 <publshInformation><Publish_Date>07/31/2026</Publish_Date></publshInformation>
 <sdnEntry><uid>7</uid><firstName>Anna</firstName><lastName>ZYNTHAR</lastName>
  <sdnType>Individual</sdnType><programList><program>SDGT</program></programList>
  <akaList><aka><uid>1</uid><type>a.k.a.</type><category>weak</category>
   <lastName>THE WEAVER</lastName></aka>
   <aka><uid>2</uid><type>a.k.a.</type><category>strong</category><firstName>Ana</firstName>
   <lastName>SINTHAR</lastName></aka></akaList>
  <idList><id><uid>3</uid><idType>Passport</idType><idNumber>P123</idNumber></id></idList>
  <dateOfBirthList><dateOfBirthItem><dateOfBirth>08 Jan 1984</dateOfBirth></dateOfBirthItem>
  </dateOfBirthList><nationalityList><nationality><country>Syria</country></nationality>
  </nationalityList></sdnEntry>
</sdnList>"""

OFAC_ADVANCED = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="http://www.un.org/sanctions/1.0">
 <DateOfIssue><Year>2026</Year><Month>7</Month><Day>31</Day></DateOfIssue>
 <ReferenceValueSets>
  <CountryValues><Country ID="11" ISO2="SY">Syria</Country></CountryValues>
  <PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType>
   <PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType></PartySubTypeValues>
  <PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues>
 </ReferenceValueSets>
 <Locations><Location ID="50"><LocationCountry CountryID="11"/>
  <LocationPart><LocationPartValue><Value>Damascus</Value></LocationPartValue></LocationPart>
 </Location></Locations>
 <IDRegDocuments><IDRegDocument ID="9" IdentityID="70"><IDRegistrationNo>P123</IDRegistrationNo>
 </IDRegDocument></IDRegDocuments>
 <DistinctParties>
  <DistinctParty FixedRef="7"><Profile ID="7" PartySubTypeID="4"><Identity ID="70">
   <Alias LowQuality="false" Primary="true"><DocumentedName>
    <DocumentedNamePart><NamePartValue>ZYNTHAR</NamePartValue></DocumentedNamePart>
    <DocumentedNamePart><NamePartValue>Anna</NamePartValue></DocumentedNamePart>
   </DocumentedName></Alias>
   <Alias LowQuality="true" Primary="false"><DocumentedName><DocumentedNamePart>
    <NamePartValue>THE WEAVER</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
  </Identity><Feature><FeatureVersion><VersionLocation LocationID="50"/></FeatureVersion></Feature>
  </Profile></DistinctParty>
 </DistinctParties>
 <SanctionsEntries><SanctionsEntry ProfileID="7"><SanctionsMeasure><Comment>SDGT</Comment>
 </SanctionsMeasure></SanctionsEntry></SanctionsEntries>
</Sanctions>"""

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-07-31T00:00:00Z">
 <INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ANNA</FIRST_NAME>
  <SECOND_NAME>ZYNTHAR</SECOND_NAME><UN_LIST_TYPE>Al-Qaida</UN_LIST_TYPE>
  <REFERENCE_NUMBER>QDi.001</REFERENCE_NUMBER><LISTED_ON>2015-04-01</LISTED_ON>
  <NAME_ORIGINAL_SCRIPT>\u0622\u0646\u0627 \u0632\u064a\u0646\u062b\u0627\u0631</NAME_ORIGINAL_SCRIPT>
  <NATIONALITY><VALUE>Syrian Arab Republic</VALUE></NATIONALITY>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The Weaver</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ADDRESS><COUNTRY>Iraq</COUNTRY></INDIVIDUAL_ADDRESS>
  <INDIVIDUAL_DOCUMENT><NUMBER>P123</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS>
 <ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>ZYNTHAR WORKS</FIRST_NAME>
  <REFERENCE_NUMBER>QDe.002</REFERENCE_NUMBER></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>"""

EU = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-07-31T10:00:00.000+02:00">
 <sanctionEntity euReferenceNumber="EU.1.23" logicalId="1"><regulation programme="SYR"
   numberTitle="2015/1 (OJ L1)" publicationDate="2015-04-02" entryIntoForceDate="2015-04-03"/>
  <subjectType code="person" classificationCode="P"/>
  <nameAlias wholeName="Anna Zynthar" strong="true"/><nameAlias wholeName="Weaver" strong="false"/>
  <citizenship countryIso2Code="SY"/><birthdate birthdate="1984-01-08"/>
  <identification number="P123"/></sanctionEntity>
</export>"""

UK = """<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>31/07/2026</DateGenerated>
 <Designation><UniqueID>SYR0001</UniqueID><Names><Name><Name1>Anna</Name1><Name6>Zynthar</Name6>
  <NameType>Primary Name</NameType></Name><Name><Name6>The Weaver</Name6>
  <NameType>Alias</NameType></Name></Names><RegimeName>Syria</RegimeName>
  <IndividualEntityShip>Individual</IndividualEntityShip>
  <Addresses><Address><AddressCountry>Syria</AddressCountry></Address></Addresses>
  <DateDesignated>02/04/2015</DateDesignated></Designation>
</Designations>"""

OFSI = """<?xml version="1.0" encoding="utf-8"?>
<ArrayOfFinancialSanctionsTarget xmlns="http://schemas.hmtreasury.gov.uk/ofsi/consolidatedlist">
 <FinancialSanctionsTarget><name6>Weaver</name6><GroupID>5</GroupID><AliasType>AKA</AliasType>
  <GroupTypeDescription>Individual</GroupTypeDescription></FinancialSanctionsTarget>
 <FinancialSanctionsTarget><name6>Zynthar</name6><name1>Anna</name1><GroupID>5</GroupID>
  <AliasType>Primary name</AliasType><GroupTypeDescription>Individual</GroupTypeDescription>
  <Country>Syria</Country><DateListed>2015-04-02</DateListed></FinancialSanctionsTarget>
</ArrayOfFinancialSanctionsTarget>"""

CSL_JSON = """{"search_performed_at":"2026-07-31T13:15:00","results":[
 {"id":"abc","source":"Entity List (EL) - Bureau of Industry and Security","entity_number":null,
  "type":null,"name":"Zynthar Works","alt_names":["ZW","Zynthar"],
  "addresses":[{"address":"1 Mill St","city":"Minsk","state":null,"postal_code":null,
  "country":"BY"}],"federal_register_notice":"87 FR 1","start_date":"2022-03-03",
  "license_requirement":"For all items subject to the EAR. (See \u00a7\u00a7 734.9(g),3 746.8)",
  "license_policy":"Policy of denial"},
 {"id":"9","source":"Specially Designated Nationals (SDN) - Treasury Department",
  "entity_number":"9","type":"Individual","name":"ZYNTHAR, Anna","programs":["SDGT","IFSR"],
  "ids":[{"type":"Passport","number":"P123","country":"SY"}],"nationalities":["SY"]}]}"""

FTM = (
    '{"id":"NK-1","caption":"Anna Zynthar","schema":"Person","properties":{"name":["Anna Zynthar",'
    '"\u0410\u043d\u043d\u0430 \u0417\u0438\u043d\u0442\u0430\u0440"],"country":["sy"],'
    '"birthDate":["1984-01-08"],"addressEntity":["addr-1"]},"datasets":["eu_fsf"]}\n'
    '{"id":"addr-1","schema":"Address","properties":{"full":["1 Mill St, Damascus"]}}\n'
    '{"id":"s-1","schema":"Sanction","properties":{"entity":["NK-1"],"program":["SYR"],'
    '"startDate":["2015-04-02"]}}\n'
)

CFR = """<?xml version="1.0" encoding="UTF-8"?>
<DIV5 N="744" TYPE="PART"><HEAD>PART 744</HEAD>
<DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX"><TABLE><TBODY>
<TR><TD>BELARUS</TD><TD>Zynthar Works, a.k.a., the following two aliases:<br/>\u2014ZW; <E>and</E><br/>
\u2014Zynthar Plant.<br/> <br/> 1 Mill St, Minsk, Belarus.</TD>
<TD>For all items subject to the EAR. (See \u00a7\u00a7 734.9(g),<sup>3</sup> 746.8(a)(3) of the EAR)</TD>
<TD>Policy of denial</TD><TD>87 FR 1, 3/3/22. 88 FR 2, 12/7/23.</TD></TR>
<TR><TD> </TD><TD>Second Works, Ltd., 2 Mill St, Minsk, Belarus</TD><TD>All items</TD><TD>Denial</TD>
<TD>89 FR 3, June 1, 2024.</TD></TR></TBODY></TABLE></DIV9>
<DIV9 N="Supplement No. 7 to Part 744" TYPE="APPENDIX"><TABLE><TBODY>
<TR><TD>BURMA</TD><TD>[Reserved]</TD><TD>[Reserved]</TD></TR>
<TR><TD>CHINA, PEOPLE'S REPUBLIC OF</TD><TD>The following institutions:</TD><TD/></TR>
<TR><TD> </TD><TD>Third Academy (TA), Xian, China</TD><TD>85 FR 4, 12/23/2020.</TD></TR>
</TBODY></TABLE></DIV9></DIV5>"""

CSL_CSV = (
    "_id,source,entity_number,type,programs,name,addresses,start_date,end_date,license_requirement,"
    "source_list_url,alt_names,ids\r\n"
    'x1,Denied Persons List (DPL) - Bureau of Industry and Security,,,,Anna Zynthar,"1 Mill St, '
    'Hull, GB",2020-01-01,2030-01-01,,https://x,,\r\n'
)

BOMB = """<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><sdnList><sdnEntry><uid>1</uid>
<lastName>&d;</lastName></sdnEntry></sdnList>"""

EXTERNAL = """<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<sdnList><sdnEntry><uid>1</uid><lastName>&x;</lastName></sdnEntry></sdnList>"""
