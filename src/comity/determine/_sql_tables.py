"""The tables behind the determination in SQL, and the numbers they are written in.

The law as boxes: numbers stand for places, codes and sets. `_numbers` fills these tables,
`_sql_hits` finds which boxes hold a line, `_sql_answers` what follows.
"""

from __future__ import annotations

# What makes a hit a "may hold"; a hit carries these as bits and answers put them into words.
WHY = {
    "below": 1,
    "question": 2,
    "inferred": 4,
    "from": 8,
    "origin": 16,
    "to": 32,
    "box_question": 64,
    "lapsed": 128,
    "end_use": 256,
    "content": 512,
    "fdp": 1024,
    "parties": 2048,
    "value": 4096,
    "party": 8192,
}
# What a line leaves open without changing its outcome.
OPEN = {
    "end_use_undeclared": 1,
    "foreign_content_unstated": 2,
    "parties_unscreened": 4,
    "ownership_unchecked": 8,
}
#: The steps in which boxes are asked: reliefs only where there is something to overcome, bars and
#: the papers of a relief only where a relief is at hand.
STEP = {"first": 1, "relief": 2, "bar": 3, "paper": 4}
#: A party is on the list that the box names: what else is left open is no longer a side matter.
LISTED = 16

TABLES = """
CREATE TABLE box (
    box INTEGER, kind VARCHAR, key VARCHAR, regime VARCHAR, goods VARCHAR, goods_id INTEGER,
    step TINYINT, driver VARCHAR, asks_parties BOOLEAN, from_set INTEGER, origin_set INTEGER,
    to_set INTEGER, party_set INTEGER,
    list_id INTEGER, role VARCHAR, uses HUGEINT, content_rank INTEGER, fdps HUGEINT,
    asks BOOLEAN, undeclared VARCHAR, cap_rank INTEGER, by_order BOOLEAN,
    measure VARCHAR, effect VARCHAR, reason VARCHAR, weight VARCHAR, relief VARCHAR,
    relief_group INTEGER, unless VARCHAR, outcome VARCHAR, code VARCHAR, title VARCHAR,
    question VARCHAR, conditions VARCHAR, places VARCHAR, end_use VARCHAR, citation VARCHAR,
    source VARCHAR, measure_title VARCHAR, review_policy VARCHAR, list_screened BOOLEAN,
    list_told VARCHAR);
CREATE TABLE rect (
    rect INTEGER, box INTEGER, first INTEGER, last INTEGER, valid_from DATE, valid_to DATE,
    lapsed BOOLEAN);
CREATE TABLE member (place_set INTEGER, place INTEGER, first INTEGER, last INTEGER, status TINYINT);
CREATE TABLE relieves (relief_group INTEGER, box INTEGER);
CREATE TABLE barred (bar INTEGER, box INTEGER);
CREATE TABLE regime (
    regime VARCHAR, combines BOOLEAN, is_modelled BOOLEAN, citation VARCHAR);
CREATE TABLE told (told INTEGER, text VARCHAR);
CREATE TABLE stated_use (number INTEGER, mask HUGEINT, is_blank BOOLEAN);
CREATE TABLE stated_fdp (number INTEGER, mask HUGEINT, is_blank BOOLEAN);
CREATE TABLE code_goods (
    code INTEGER, goods_id INTEGER, status TINYINT, why INTEGER, told INTEGER);
CREATE TABLE code_gap (
    code INTEGER, rect INTEGER, first INTEGER, last INTEGER, told INTEGER);
CREATE TABLE party_hit (
    party INTEGER, list_id INTEGER, role VARCHAR, status TINYINT, told INTEGER, first INTEGER,
    last INTEGER);
CREATE TABLE party_place (party INTEGER, role VARCHAR, place INTEGER);
CREATE TABLE party_box (
    pair INTEGER, box INTEGER, step TINYINT, by_code BOOLEAN, status INTEGER, told INTEGER,
    why INTEGER, open INTEGER, first INTEGER, last INTEGER);
CREATE TABLE circumstance_box (
    circumstance INTEGER, step TINYINT, rect INTEGER, box INTEGER, status TINYINT, why INTEGER,
    open INTEGER, first INTEGER, last INTEGER, goods_id INTEGER);
CREATE TABLE hit (
    hits INTEGER, rect INTEGER, box INTEGER, status TINYINT, why INTEGER, open INTEGER,
    told BIGINT);
"""
