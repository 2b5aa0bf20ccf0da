"""Parties that the tests of screening share."""

from __future__ import annotations

from comity.screen.party import Party

PARTIES = (
    Party(list_id="entity-list", entry="1", name="Huawei Technologies Co., Ltd.", places=("CN",),
          aliases=("Huawei", "HW Tech"), kind="organization", footnotes=("1",),
          scope="For all items subject to the EAR. (See 744.11 of the EAR)",
          review_policy="Presumption of denial", citation="84 FR 22963", listed_on="2019-05-21"),
    Party(list_id="sdn", entry="2", name="BIN LADIN, Usama", aliases=("BIN LADEN, Osama",),
          kind="person", birth_dates=("1957-07-30",), programs=("SDGT",)),
    Party(list_id="sdn", entry="3", name="KIM, Jong Un", kind="person", places=("KP",),
          birth_dates=("1984-01-08",), programs=("DPRK3",)),
    Party(list_id="sdn", entry="4", name="FOREIGN TRADE BANK OF THE DEMOCRATIC PEOPLE'S REPUBLIC OF"
          " KOREA", aliases=("NORTH KOREA'S FOREIGN TRADE BANK", "MOOYOKBANK", "Korea Trade Bank"),
          kind="organization", places=("KP",), programs=("NPWMD",)),
    Party(list_id="entity-list", entry="5", name="China North Industries Group Corporation",
          aliases=("NORINCO Group",), kind="organization", places=("CN",)),
    Party(list_id="sdn", entry="6", name="AUM SHINRIKYO", aliases=("AUM SUPREME TRUTH", "ALEPH"),
          kind="organization", places=("JP",)),
    Party(list_id="sdn", entry="7", name="AL-ZAWAHIRI, Ayman", kind="person", places=("EG",)),
    Party(list_id="sdn", entry="8", name="Obshchestvo S Ogranichennoi Otvetstvennostyu Inter Tobako",  # noqa: E501

          kind="organization", places=("BY",), identifiers=("808000714",)),
    Party(list_id="sdn", entry="9", name="SHANGHAI ZHENHUA PLANT 771", kind="organization"),
    Party(list_id="denied-persons", entry="10", name="Portside Trading Limited", places=("HK",)),
)  # fmt: skip
