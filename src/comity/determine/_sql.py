"""The determination as SQL: which boxes hold a line, and what follows from them.

Two parts. *Hits*: a line joins the boxes of its codes, or of its circumstances where a box names
no code, and every dimension answers 2 (holds), 1 (may hold) or 0; the least decides. *Answers*:
lines with the same hits have the same answer, so the law is applied once to each distinct set of
hits. `engine` runs these statements; numbers stand for places, codes and sets (see its tables).
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
# A party is on the list that the box names: what else is left open is no longer a side matter.
_LISTED = 16

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

# The dimensions, `c` being a line or a circumstance, `b` a box, `r` its rectangle, and `f o t` the
# memberships of its three places: 2 holds, 1 may hold, 0 does not; the least decides.
_UNDECLARED = "CASE b.undeclared WHEN 'open' THEN 2 WHEN 'undetermined' THEN 1 ELSE 0 END"
_USE = f"""
    CASE WHEN b.uses = 0 OR (c.uses::HUGEINT & b.uses) <> 0 THEN 2
         WHEN c.use_blank THEN {_UNDECLARED} ELSE 0 END,
    CASE WHEN b.content_rank IS NULL OR c.content_rank > b.content_rank THEN 2
         WHEN c.content_rank < 0 THEN {_UNDECLARED} ELSE 0 END,
    CASE WHEN b.fdps = 0 OR (c.fdps::HUGEINT & b.fdps) <> 0 THEN 2
         WHEN c.fdp_blank THEN {_UNDECLARED} ELSE 0 END"""
_USE_WHY = f"""CASE WHEN b.undeclared <> 'undetermined' THEN 0 ELSE
        CASE WHEN b.uses <> 0 AND c.use_blank THEN {WHY["end_use"]} ELSE 0 END
        | CASE WHEN b.content_rank IS NOT NULL AND c.content_rank < 0
          THEN {WHY["content"]} ELSE 0 END
        | CASE WHEN b.fdps <> 0 AND c.fdp_blank THEN {WHY["fdp"]} ELSE 0 END
        END"""
_OPEN = f"""
    CASE WHEN b.undeclared <> 'open' THEN 0 ELSE
        CASE WHEN b.uses <> 0 AND c.use_blank THEN {OPEN["end_use_undeclared"]} ELSE 0 END
        | CASE WHEN (b.content_rank IS NOT NULL AND c.content_rank < 0)
                 OR (b.fdps <> 0 AND c.fdp_blank)
          THEN {OPEN["foreign_content_unstated"]} ELSE 0 END
        END"""
_ORIGIN = "f.status, o.status, CASE WHEN b.asks OR r.lapsed THEN 1 ELSE 2 END"
_ORIGIN_WHY = f"""CASE WHEN f.status = 1 THEN {WHY["from"]} ELSE 0 END
    | CASE WHEN o.status = 1 THEN {WHY["origin"]} ELSE 0 END
    | CASE WHEN b.asks THEN {WHY["box_question"]} ELSE 0 END
    | CASE WHEN r.lapsed THEN {WHY["lapsed"]} ELSE 0 END"""
_HERE = f"{_ORIGIN}, {_USE}"
_HERE_WHY = f"{_ORIGIN_WHY} | {_USE_WHY}"
_WHY = f"{_HERE_WHY} | CASE WHEN t.status = 1 THEN {WHY['to']} ELSE 0 END"
_STATUS = f"{_HERE}, t.status"
_SETTING = """
    JOIN rect r ON r.box = b.box
    JOIN member f ON f.place_set = b.from_set AND f.place = c.from_
        AND f.first < r.last AND r.first < f.last
    JOIN member o ON o.place_set = b.origin_set AND o.place = c.origin
        AND o.first < r.last AND r.first < o.last"""
_ROUTE = f"""{_SETTING}
    JOIN member t ON t.place_set = b.to_set AND t.place = c.to_
        AND t.first < r.last AND r.first < t.last"""
_SPAN = """greatest(r.first, f.first, o.first, t.first) AS first,
        least(r.last, f.last, o.last, t.last) AS last"""

# What was staged, with the end uses and rules that it states.
_STATED = """
    SELECT c.*, c.content - 1 AS content_rank, u.mask AS uses, u.is_blank AS use_blank,
        d.mask AS fdps, d.is_blank AS fdp_blank
    FROM {staged} c JOIN stated_use u ON u.number = c.use JOIN stated_fdp d ON d.number = c.fdp"""

# Whether a box that asks for listed parties is left without an answer.
_UNLISTED = """(NOT b.list_screened
    OR CASE WHEN b.role = 'exporter' THEN c.exporter_blank ELSE c.parties_blank END)"""

# A hit that leaves no more than a check open, whatever its box; where a party is on a list, boxes
# are told apart, since one that holds asks no more.
_IS_CHECK = """(open <> 0 AND goods_id IS NULL AND NOT is_listed
    AND kind IN ('reach', 'control', 'gap'))"""

#: Boxes that name no codes, for circumstances not seen before. A box that asks for listed
#: parties is here only as a question; its hits come with the parties. Those that only leave a
#: check open are one.
CIRCUMSTANCE_BOXES = f"""
CREATE OR REPLACE TEMP TABLE met AS
SELECT * FROM (
    SELECT c.circumstance, b.step, r.rect, b.box, least({_STATUS},
            CASE WHEN b.driver <> 'list' THEN 2 ELSE {_UNDECLARED} END) AS status,
        {_WHY} | CASE WHEN b.driver = 'list' AND b.undeclared = 'undetermined'
                 THEN {WHY["parties"]} ELSE 0 END AS why,
        {_OPEN} | CASE WHEN b.driver = 'list' AND b.undeclared = 'open'
                  THEN {OPEN["parties_unscreened"]} ELSE 0 END AS open,
        {_SPAN}, b.goods_id, b.kind, b.regime, c.is_listed
    FROM ({_STATED.format(staged="circumstance")}) c
    JOIN box b ON b.driver = 'circumstance'
        OR (b.driver = 'list' AND b.undeclared <> '' AND {_UNLISTED})
    {_ROUTE})
WHERE status > 0 AND first < last;

INSERT INTO circumstance_box
SELECT circumstance, step, rect, box, status, why, open, first, last, goods_id FROM met
WHERE NOT {_IS_CHECK};

INSERT INTO circumstance_box
WITH check_box AS (SELECT box, step, kind, regime FROM box WHERE box < 0),
side AS (
    SELECT circumstance, regime, kind = 'reach' AS is_reach, open,
        unnest([first, last]) AS edge, unnest([1, -1]) AS step
    FROM met WHERE {_IS_CHECK}),
net AS (SELECT * EXCLUDE (step), sum(step) AS step FROM side GROUP BY ALL),
run AS (
    SELECT *, sum(step) OVER w AS depth, lead(edge) OVER w AS last FROM net
    WINDOW w AS (PARTITION BY circumstance, regime, is_reach, open ORDER BY edge))
SELECT circumstance, b.step, 0, b.box, 2, 0, open, edge, last, NULL
FROM run JOIN check_box b ON b.regime = run.regime AND (b.kind = 'reach') = is_reach
WHERE depth > 0;
"""

_ALWAYS = "0, 2147483647"

#: Which boxes that ask for parties hold each new pair of parties and destination.
PARTY_BOXES = f"""
INSERT INTO party_box
WITH asked AS (
    SELECT c.pair, c.party, c.to_, b.box, b.party_set, b.role, true AS listed,
        CASE p.status WHEN 0 THEN {_UNDECLARED} ELSE p.status END AS status,
        p.told, p.first, p.last,
        CASE WHEN p.status = 1 THEN {WHY["party"]}
             WHEN p.status = 0 AND b.undeclared = 'undetermined' THEN {WHY["parties"]}
             ELSE 0 END AS why,
        CASE WHEN p.status > 0 THEN {_LISTED}
             WHEN b.undeclared = 'open' THEN {OPEN["ownership_unchecked"]} ELSE 0 END AS open
    FROM pair c JOIN party_hit p USING (party)
    JOIN box b ON (b.asks_parties OR b.driver = 'list') AND b.list_id = p.list_id
        AND b.role = p.role
    UNION ALL
    SELECT c.pair, c.party, c.to_, b.box, b.party_set, b.role, true, {_UNDECLARED}, 0,
        {_ALWAYS},
        CASE WHEN b.undeclared = 'undetermined' THEN {WHY["parties"]} ELSE 0 END,
        CASE WHEN b.undeclared = 'open' THEN {OPEN["parties_unscreened"]} ELSE 0 END
    FROM pair c JOIN box b ON b.asks_parties AND b.list_id IS NOT NULL
        AND b.undeclared <> '' AND {_UNLISTED}
    UNION ALL
    SELECT c.pair, c.party, c.to_, b.box, b.party_set, b.role, false, 2, 0, {_ALWAYS}, 0, 0
    FROM pair c JOIN box b ON b.asks_parties AND b.list_id IS NULL),
sits AS (
    SELECT a.*, a.to_ AS place FROM asked a WHERE a.listed OR a.role <> 'exporter'
    UNION ALL
    SELECT a.*, q.place FROM asked a JOIN party_place q ON q.party = a.party
        AND (q.role = a.role OR ((a.listed OR a.role = '') AND q.role <> 'exporter')))
SELECT DISTINCT s.pair, s.box, b.step, b.driver = 'code', least(s.status, m.status) AS status,
    s.told, s.why | CASE WHEN m.status = 1 THEN {WHY["to"]} ELSE 0 END, s.open,
    greatest(s.first, m.first), least(s.last, m.last)
FROM sits s JOIN member m ON m.place_set = s.party_set AND m.place = s.place
JOIN box b ON b.box = s.box
WHERE greatest(s.first, m.first) < least(s.last, m.last);
"""

# The ways from a profile to a box. Each yields profile, rect, box, status, why, open, told, first,
# last; `told` is the number of a text about the goods, and above its 31st bit that of one about a
# party. Whether a value is within a cap is asked later.
_BY_GOODS = f"""
    SELECT c.profile, g.rect, g.box, least(g.status, t.status) AS status,
        g.why | CASE WHEN t.status = 1 THEN {WHY["to"]} ELSE 0 END AS why, g.open,
        g.told::BIGINT AS told, greatest(g.first, t.first) AS first, least(g.last, t.last) AS last
    FROM {{asked}} c
    JOIN goods_box g ON g.coded = c.coded AND g.step = {{step}} AND NOT g.asks_parties
    JOIN member t ON t.place_set = g.to_set AND t.place = c.to_
        AND t.first < g.last AND g.first < t.last"""
_BY_GOODS_AND_PARTIES = f"""
    SELECT c.profile, g.rect, g.box, least(g.status, t.status, p.status) AS status,
        g.why | p.why | CASE WHEN t.status = 1 THEN {WHY["to"]} ELSE 0 END AS why,
        g.open | p.open AS open, g.told + (p.told::BIGINT << 31) AS told,
        greatest(g.first, t.first, p.first) AS first, least(g.last, t.last, p.last) AS last
    FROM {{asked}} c
    JOIN goods_box g ON g.coded = c.coded AND g.step = {{step}} AND g.asks_parties
    JOIN party_box p ON p.pair = c.pair AND p.box = g.box
    JOIN member t ON t.place_set = g.to_set AND t.place = c.to_"""
_BY_PARTIES = f"""
    SELECT c.profile, r.rect, b.box, least(p.status, coalesce(k.status, 2), {_STATUS}) AS status,
        p.why | coalesce(k.why, 0) | {_WHY} AS why, {_OPEN} | p.open AS open,
        coalesce(k.told, 0) + (p.told::BIGINT << 31) AS told,
        greatest(r.first, f.first, o.first, t.first, p.first) AS first,
        least(r.last, f.last, o.last, t.last, p.last) AS last
    FROM {{asked}} c
    JOIN party_box p ON p.pair = c.pair AND p.step = {{step}} AND NOT p.by_code
    JOIN box b ON b.box = p.box
    LEFT JOIN code_match k ON k.goods_id = b.goods_id AND k.coded = c.coded
    {_ROUTE}
    WHERE k.goods_id IS NOT NULL OR b.goods_id IS NULL"""
_BY_CIRCUMSTANCES = """
    SELECT c.profile, m.rect, m.box, least(m.status, coalesce(k.status, 2)) AS status,
        m.why | coalesce(k.why, 0) AS why, m.open, coalesce(k.told, 0)::BIGINT AS told,
        m.first, m.last
    FROM {asked} c
    JOIN circumstance_box m ON m.circumstance = c.circumstance AND m.step = {step}
    LEFT JOIN code_match k ON k.goods_id = m.goods_id AND k.coded = c.coded
    WHERE k.goods_id IS NOT NULL OR m.goods_id IS NULL"""

# A box whose list a party is on may hold the line where something else of it is left open.
_WAY = f"""
SELECT profile, rect, box,
    CASE WHEN open > {_LISTED} THEN 1 ELSE status END AS status,
    CASE WHEN open <= {_LISTED} THEN why
         ELSE why | CASE WHEN open & {OPEN["end_use_undeclared"]} <> 0
                    THEN {WHY["end_use"]} ELSE 0 END
                  | CASE WHEN open & {OPEN["foreign_content_unstated"]} <> 0
                    THEN {WHY["content"] | WHY["fdp"]} ELSE 0 END END AS why,
    CASE WHEN open >= {_LISTED} THEN 0 ELSE open END AS open, told, first, last
FROM ({{way}})
WHERE status > 0 AND first < last"""


def _ways(target: str, asked: str, step: str) -> str:
    """Return statements that make a table of the boxes of a step that hold profiles.

    One statement a way, since the engine keeps the hash tables of a whole statement in memory.
    """
    ways = (_BY_GOODS, _BY_GOODS_AND_PARTIES, _BY_PARTIES, _BY_CIRCUMSTANCES)
    lines = [_WAY.format(way=way.format(asked=asked, step=STEP[step])) for way in ways]
    made = f"CREATE OR REPLACE TEMP TABLE {target} AS {lines[0]};\n"
    return made + "".join(f"INSERT INTO {target} {line};\n" for line in lines[1:])


#: What codes bring in under given circumstances, wherever the goods go.
GOODS_BOXES = f"""
CREATE OR REPLACE TEMP TABLE goods_box AS
SELECT * FROM (
    SELECT c.coded, r.rect, b.box, b.step, b.to_set, b.asks_parties,
        least(k.status, {_HERE}) AS status, k.why | {_HERE_WHY} AS why, {_OPEN} AS open, k.told,
        greatest(r.first, f.first, o.first) AS first, least(r.last, f.last, o.last) AS last
    FROM ({_STATED.format(staged="coded")}) c
    JOIN coded_code USING (coded)
    JOIN code_goods k USING (code)
    JOIN box b ON b.goods_id = k.goods_id AND b.driver = 'code'
    {_SETTING})
WHERE status > 0 AND first < last;

CREATE OR REPLACE TEMP TABLE code_match AS
SELECT c.coded, k.* FROM coded_code c JOIN code_goods k USING (code)
SEMI JOIN (SELECT goods_id FROM box WHERE driver <> 'code') USING (goods_id);
"""

#: What holds each new profile and when. Reliefs that could overcome nothing there are left out,
#: and bars that could take nothing away, lest like answers be taken for different ones.
PROFILES = f"""
CREATE OR REPLACE TEMP TABLE asked_profile AS {_STATED.format(staged="profile")};

{_ways("held_by", "asked_profile", "first")}
INSERT INTO held_by
SELECT c.profile, g.rect, r.box, 1, {WHY["question"]}, 0, g.told, g.first, g.last
FROM asked_profile c
JOIN coded_code USING (coded)
JOIN code_gap g USING (code)
JOIN rect r USING (rect)
WHERE g.first < g.last;

CREATE OR REPLACE TEMP TABLE to_ease AS
SELECT DISTINCT profile, box FROM held_by l JOIN box b USING (box)
WHERE b.kind = 'control' AND l.open = 0;

CREATE OR REPLACE TEMP TABLE asked_relief AS
SELECT * FROM asked_profile SEMI JOIN to_ease USING (profile);

{_ways("relief", "asked_relief", "relief")}
CREATE OR REPLACE TEMP TABLE eased AS
WITH useful AS MATERIALIZED (
    SELECT DISTINCT e.profile, e.box FROM relief e JOIN box b USING (box)
    JOIN to_ease c ON c.profile = e.profile
    SEMI JOIN relieves v ON v.relief_group = b.relief_group AND v.box = c.box)
SELECT e.*, b.relief FROM relief e JOIN box b USING (box) SEMI JOIN useful USING (profile, box);

CREATE OR REPLACE TEMP TABLE asked_more AS
SELECT * FROM asked_profile SEMI JOIN eased USING (profile);

{_ways("bar", "asked_more", "bar")}
INSERT INTO held_by
WITH useful AS MATERIALIZED (
    SELECT DISTINCT b.profile, b.box FROM bar b
    JOIN (SELECT DISTINCT profile, box FROM eased) r USING (profile)
    SEMI JOIN barred d ON d.bar = b.box AND d.box = r.box)
SELECT b.* FROM bar b SEMI JOIN useful USING (profile, box);

{_ways("paper", "asked_more", "paper")}
INSERT INTO held_by
SELECT p.* FROM paper p JOIN box b USING (box)
SEMI JOIN eased r ON r.profile = p.profile AND r.relief = b.relief;

INSERT INTO held_by SELECT * EXCLUDE (relief) FROM eased;
"""

#: A profile's hits from each change of law on, as the sum of their hashes: a number for the set of
#: them. Two sets of a million share one with a chance of about one in ten million.
SPANS = f"""
SELECT profile::BIGINT AS profile, edge::BIGINT AS first,
    (sum(total) OVER (PARTITION BY profile ORDER BY edge) & {(1 << 63) - 1})::BIGINT AS total
FROM (
    SELECT profile, edge, sum(total)::HUGEINT AS total FROM (
        SELECT profile, first AS edge, hash(rect, status, why, open, told)::HUGEINT AS total
        FROM held_by
        UNION ALL
        SELECT profile, last, -hash(rect, status, why, open, told)::HUGEINT FROM held_by
        UNION ALL
        SELECT profile, 0, 0 FROM asked_profile)
    GROUP BY profile, edge)
ORDER BY profile, first
"""

#: The hits of sets not met before, each with a profile that has it and since when.
HITS = """
INSERT INTO hit
SELECT s.hits, k.rect, k.box, k.status, k.why, k.open, k.told
FROM fresh_set s
JOIN held_by k ON k.profile = s.profile AND k.first <= s.first AND s.first < k.last;

CREATE OR REPLACE TEMP TABLE capped AS
SELECT DISTINCT s.hits, b.by_order, b.cap_rank FROM fresh_set s
JOIN held_by k ON k.profile = s.profile AND k.first <= s.first AND s.first < k.last
JOIN (SELECT * FROM box WHERE cap_rank IS NOT NULL) b USING (box)
ORDER BY ALL;
"""

#: The hits of new answers: a set of hits at a value, caps applied. A rank counts the caps that
#: the value is over; -1 stands for a value that isn't known.
FRESH_HITS = f"""
CREATE OR REPLACE TEMP TABLE answer_hit AS
SELECT answer, rect, box, least(status, within) AS status,
    why | CASE WHEN within = 1 THEN {WHY["value"]} ELSE 0 END AS why, open, told
FROM (
    SELECT f.answer, h.*, CASE
            WHEN b.cap_rank IS NULL THEN 2
            WHEN (CASE WHEN b.by_order THEN f.total_rank ELSE f.value_rank END) < 0 THEN 1
            WHEN (CASE WHEN b.by_order THEN f.total_rank ELSE f.value_rank END) <= b.cap_rank
            THEN 2 ELSE 0 END AS within
    FROM fresh f JOIN hit h USING (hits) JOIN box b USING (box))
WHERE within > 0;
"""


#: The hits of each answer, one a box: a real hit before an open check, the surest first. A relief
#: that could overcome nothing here, and a bar that could take nothing away, ask nothing.
NEW_HITS = """
CREATE OR REPLACE TEMP TABLE every_hit AS
SELECT answer, box, best.status AS status, best.rect AS rect, best.why AS why, best.told AS told,
    CASE WHEN best.status = 0 THEN open ELSE 0 END AS open
FROM (
    SELECT answer, box, bit_or(open) AS open,
        max({'status': CASE WHEN open = 0 THEN status ELSE 0 END,
              'told': told, 'why': why, 'rect': rect}) AS best
    FROM answer_hit GROUP BY answer, box);

CREATE OR REPLACE TEMP TABLE useful AS
SELECT DISTINCT x.answer, x.box
FROM (SELECT e.answer, e.box, b.relief_group, b.weight FROM every_hit e JOIN box b USING (box)
      WHERE b.kind = 'relief') x
JOIN relieves v USING (relief_group)
JOIN every_hit c ON c.answer = x.answer AND c.box = v.box
JOIN box b ON b.box = c.box
WHERE c.status > 0 AND (x.weight = 'exclusion' OR b.effect NOT IN ('duty', 'pointer'));

CREATE OR REPLACE TEMP TABLE h AS
SELECT e.* FROM every_hit e JOIN box b USING (box) WHERE b.kind NOT IN ('relief', 'bar')
UNION ALL
SELECT e.* FROM every_hit e JOIN useful USING (answer, box)
UNION ALL
SELECT e.* FROM every_hit e
SEMI JOIN (SELECT u.answer, d.bar FROM useful u JOIN barred d USING (box)) n
    ON n.answer = e.answer AND n.bar = e.box;

CREATE OR REPLACE TEMP TABLE exclusion AS
SELECT c.answer, c.box, x.box AS by_box, x.status
FROM (SELECT h.*, b.relief_group FROM h JOIN box b USING (box) WHERE b.weight = 'exclusion') x
JOIN h c USING (answer)
JOIN relieves v ON v.box = c.box AND v.relief_group = x.relief_group
WHERE c.status > 0 AND x.status > 0;

CREATE OR REPLACE TEMP TABLE control_hit AS
SELECT h.* REPLACE (CASE WHEN p.box IS NULL THEN h.status ELSE 1 END AS status),
    b.regime, b.key, b.reason, b.effect, x.answer IS NOT NULL AS excluded,
    x.citations AS excluded_by
FROM h JOIN box b USING (box)
LEFT JOIN (SELECT DISTINCT answer, box FROM exclusion WHERE status = 1) p
    ON p.answer = h.answer AND p.box = h.box
LEFT JOIN (
    SELECT e.answer, e.box, string_agg(DISTINCT b.citation, ';' ORDER BY b.citation) AS citations
    FROM exclusion e JOIN box b ON b.box = e.by_box
    WHERE e.status = 2 GROUP BY ALL) x ON x.answer = h.answer AND x.box = h.box
WHERE b.kind = 'control' AND h.status > 0;
"""

_HELD = "('license', 'prohibition', 'suspension', 'pointer')"

#: What follows from the hits of each new answer. See: 15 CFR 736.2(b), 738.4, 740.1, 740.2.
CONSEQUENCES = f"""
CREATE OR REPLACE TEMP TABLE reached AS
SELECT n.answer, g.regime, g.combines, coalesce(max(h.status), 0) AS status
FROM fresh n CROSS JOIN regime g
LEFT JOIN (SELECT h.*, b.regime FROM h JOIN box b USING (box) WHERE b.kind = 'reach') h
    ON h.answer = n.answer AND h.regime = g.regime
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE held AS
SELECT h.answer, h.box, h.status, h.regime, h.effect
FROM control_hit h JOIN reached r ON r.answer = h.answer AND r.regime = h.regime
WHERE NOT h.excluded AND h.effect IN {_HELD} AND r.status > 0;

CREATE OR REPLACE TEMP TABLE relief_hit AS
SELECT h.answer, h.box, b.regime, b.relief, b.relief_group, b.conditions
FROM h JOIN box b USING (box)
WHERE b.kind = 'relief' AND b.weight <> 'exclusion' AND h.status = 2;

CREATE OR REPLACE TEMP TABLE unbarred AS
SELECT u.answer, u.box, u.regime, u.relief, u.relief_group,
    concat_ws(' | ', nullif(u.conditions, ''), x.unless) AS conditions
FROM relief_hit u
LEFT JOIN (
    SELECT r.answer, r.box, bool_or(n.unless = '') AS absolute,
        string_agg(DISTINCT n.unless, ' | ' ORDER BY n.unless) AS unless
    FROM relief_hit r
    JOIN (SELECT h.answer, h.box, b.unless FROM h JOIN box b USING (box)
          WHERE b.kind = 'bar' AND h.status > 0) n USING (answer)
    JOIN barred d ON d.bar = n.box AND d.box = r.box
    GROUP BY ALL) x ON x.answer = u.answer AND x.box = u.box
WHERE NOT coalesce(x.absolute, false);

CREATE OR REPLACE TEMP TABLE overcome AS
SELECT DISTINCT c.answer, c.box, c.regime, c.status, u.relief, u.conditions, u.box AS relief_box
FROM unbarred u JOIN held c ON c.answer = u.answer AND c.effect <> 'pointer'
JOIN relieves v ON v.box = c.box AND v.relief_group = u.relief_group;

CREATE OR REPLACE TEMP TABLE alone AS
SELECT answer, regime, max(sure) AS sure, max(CASE WHEN sure = most THEN every END) AS every
FROM (
    SELECT *, max(sure) OVER (PARTITION BY answer, regime) AS most FROM (
        SELECT answer, regime, relief, count(DISTINCT box) FILTER (status = 2) AS sure,
            count(DISTINCT box) AS every
        FROM overcome GROUP BY ALL))
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE verdict AS
SELECT r.answer, r.regime, r.status AS reach,
    CASE WHEN r.status = 0 THEN 1
         WHEN r.status = 1 THEN 4
         WHEN c.prohibits > 0 THEN 6
         WHEN c.holds > (CASE WHEN r.combines THEN c.holds_met ELSE coalesce(a.sure, 0) END)
         THEN 5
         WHEN c.pointers > 0 OR g.gaps > 0 OR c.holds + c.may >
            (CASE WHEN r.combines THEN c.holds_met + c.may_met ELSE coalesce(a.every, 0) END)
         THEN 4
         WHEN c.holds + c.may > 0 THEN 3
         ELSE 2 END AS severity
FROM reached r
LEFT JOIN (
    SELECT c.answer, c.regime,
        count(*) FILTER (c.status = 2 AND c.effect <> 'pointer') AS holds,
        count(*) FILTER (c.status = 1 AND c.effect <> 'pointer') AS may,
        count(*) FILTER (c.effect = 'pointer') AS pointers,
        count(*) FILTER (c.status = 2 AND c.effect = 'prohibition' AND o.box IS NULL) AS prohibits,
        count(o.box) FILTER (c.status = 2) AS holds_met,
        count(o.box) FILTER (c.status = 1) AS may_met
    FROM held c LEFT JOIN (SELECT DISTINCT answer, box FROM overcome) o
        ON o.answer = c.answer AND o.box = c.box
    GROUP BY ALL) c ON c.answer = r.answer AND c.regime = r.regime
LEFT JOIN (
    SELECT h.answer, b.regime, count(*) AS gaps FROM h JOIN box b USING (box)
    WHERE b.kind = 'gap' AND b.weight = 'undetermined' AND h.status > 0
    GROUP BY ALL) g ON g.answer = r.answer AND g.regime = r.regime
LEFT JOIN alone a ON a.answer = r.answer AND a.regime = r.regime;

CREATE OR REPLACE TEMP TABLE asked AS
SELECT DISTINCT answer, regime, box, text FROM (
    SELECT h.answer, b.regime, coalesce(e.box, h.box) AS box, unnest([
        CASE WHEN h.why & {WHY["below"]} <> 0 AND b.reason <> ''
             THEN t.text || ' (controlled for ' || b.reason || ')'
             WHEN h.why & {WHY["below"] | WHY["question"] | WHY["inferred"]} <> 0
             THEN t.text END,
        CASE WHEN h.why & {WHY["party"]} <> 0 THEN tp.text END,
        CASE WHEN h.why & {WHY["from"]} <> 0 THEN 'give the place it is exported from (from)' END,
        CASE WHEN h.why & {WHY["origin"]} <> 0 THEN 'give the country of origin (origin)' END,
        CASE WHEN h.why & {WHY["to"]} <> 0 THEN 'give the destination (to)' END,
        CASE WHEN h.why & {WHY["box_question"]} <> 0
                OR (b.kind = 'gap' AND b.question <> '') THEN b.question END,
        CASE WHEN b.kind = 'gap' AND b.question = '' AND b.driver <> 'check'
             THEN coalesce(nullif(b.title, ''), 'see ' || b.citation) END,
        CASE WHEN h.why & {WHY["lapsed"]} <> 0
             THEN 'the suspension of ' || b.measure || ' ended '
                || (r.valid_from - 1) || ', and no act on record says what followed' END,
        CASE WHEN h.why & {WHY["end_use"]} <> 0
             THEN 'declare the end use (end_use): ' || b.end_use || ' is controlled by '
                || b.citation END,
        CASE WHEN h.why & {WHY["content"]} <> 0 AND b.content_rank IS NOT NULL
             THEN 'give the share of controlled US content (us_content_percent): see '
                || b.citation END,
        CASE WHEN h.why & {WHY["fdp"]} <> 0 AND b.fdps <> 0
             THEN 'say which foreign-direct-product rule the goods fall under, or none (fdp): see '
                || b.citation END,
        CASE WHEN h.why & {WHY["parties"]} <> 0
             THEN CASE WHEN b.role = 'exporter' THEN 'give the exporter (exporter)'
                       ELSE 'give the parties (parties)' END
                || ': ' || coalesce(nullif(b.list_told, ''), 'see ' || b.citation) END,
        CASE WHEN b.effect = 'pointer' THEN b.reason || ': ' || coalesce(
            nullif(b.review_policy, ''), b.measure_title) END
        ]) AS text
    FROM h JOIN box b USING (box) JOIN rect r USING (rect)
    LEFT JOIN told t ON t.told = h.told % {1 << 31}
    LEFT JOIN told tp ON tp.told = h.told >> 31
    LEFT JOIN (
        SELECT x.* FROM exclusion x JOIN box c USING (box)
        WHERE x.status = 1 AND c.effect IN {_HELD}) e
        ON e.answer = h.answer AND e.by_box = h.box
    WHERE h.status > 0 AND (
        b.kind = 'reach' OR (b.kind = 'gap' AND b.weight = 'undetermined')
        OR e.box IS NOT NULL OR (b.kind = 'control' AND b.effect IN {_HELD})))
WHERE text <> '';

CREATE OR REPLACE TEMP TABLE missing AS
SELECT a.answer, a.regime, a.box, a.text FROM asked a
JOIN verdict v ON v.answer = a.answer AND v.regime = a.regime
JOIN box b ON b.box = a.box
WHERE NOT EXISTS (
    SELECT 1 FROM control_hit x WHERE x.answer = a.answer AND x.box = a.box AND x.excluded)
AND CASE WHEN b.kind = 'reach' THEN v.reach = 1 ELSE v.reach > 0 END;
"""

#: The six outcomes by severity.
OUTCOME = """['not_subject', 'no_license_required', 'relief_available', 'undetermined',
    'license_required', 'prohibited']"""

#: What answers are made of.
PARTS = f"""
CREATE OR REPLACE TEMP TABLE said AS
SELECT *, {OUTCOME}[severity] AS outcome FROM verdict;

CREATE OR REPLACE TEMP TABLE real AS
SELECT h.answer, h.status, h.reason, h.key, h.effect FROM control_hit h
JOIN verdict v ON v.answer = h.answer AND v.regime = h.regime AND v.reach > 0
WHERE NOT h.excluded;

CREATE OR REPLACE TEMP TABLE used AS
-- What eases the line. Where reliefs don't combine and one carries it, the others don't help.
SELECT o.answer, o.regime, o.relief
FROM overcome o JOIN verdict v USING (answer, regime) JOIN regime g USING (regime)
JOIN alone a USING (answer, regime)
GROUP BY o.answer, o.regime, o.relief
HAVING any_value(v.severity <> 3 OR g.combines) OR count(DISTINCT o.box) = any_value(a.every);

CREATE OR REPLACE TEMP TABLE per_answer AS
SELECT answer,
    string_agg(DISTINCT reason, ';' ORDER BY reason)
        FILTER (effect IN {_HELD} AND status = 2) AS reasons,
    string_agg(DISTINCT key, ';' ORDER BY key)
        FILTER (effect IN {_HELD} AND status = 2) AS controls,
    string_agg(DISTINCT reason, ';' ORDER BY reason)
        FILTER (effect = 'duty') AS duties
FROM real GROUP BY answer;

CREATE OR REPLACE TEMP TABLE cited AS
SELECT answer, string_agg(DISTINCT citation, ';' ORDER BY citation) AS citations FROM (
    SELECT h.answer, b.citation FROM h JOIN box b USING (box)
    JOIN verdict v ON v.answer = h.answer AND v.regime = b.regime AND v.reach > 0
    WHERE h.status > 0 AND (b.kind IN ('control', 'reach')
        OR b.weight = 'undetermined')
    UNION ALL
    SELECT e.answer, b.citation FROM exclusion e JOIN box b ON b.box = e.by_box
    JOIN verdict v ON v.answer = e.answer AND v.regime = b.regime AND v.reach > 0
    UNION ALL
    SELECT o.answer, b.citation FROM overcome o JOIN used USING (answer, regime, relief)
    JOIN box b ON b.box = o.relief_box
    UNION ALL
    SELECT v.answer, g.citation FROM verdict v JOIN regime g USING (regime)
    WHERE v.reach = 0 AND g.citation <> '')
GROUP BY answer;

CREATE OR REPLACE TEMP TABLE checks AS
SELECT h.answer, string_agg(DISTINCT named, ';' ORDER BY named) AS open_checks FROM (
    SELECT answer, box, unnest([
        CASE WHEN h.open & {OPEN["end_use_undeclared"]} <> 0 THEN 'end_use_undeclared' END,
        CASE WHEN h.open & {OPEN["foreign_content_unstated"]} <> 0
             THEN 'foreign_content_unstated' END,
        CASE WHEN h.open & {OPEN["parties_unscreened"]} <> 0 THEN 'parties_unscreened' END,
        CASE WHEN h.open & {OPEN["ownership_unchecked"]} <> 0 THEN 'ownership_unchecked' END,
        CASE WHEN b.kind = 'gap' AND b.weight <> 'undetermined' AND h.status > 0
             THEN b.weight END]) AS named
    FROM h JOIN box b USING (box)) h
JOIN box b USING (box)
JOIN verdict v ON v.answer = h.answer AND v.regime = b.regime
JOIN regime g ON g.regime = b.regime
WHERE named IS NOT NULL AND (v.reach > 0 OR b.kind = 'reach' OR NOT g.is_modelled)
GROUP BY h.answer;

CREATE OR REPLACE TEMP TABLE texts AS
SELECT answer, string_agg(DISTINCT text, '; ' ORDER BY text) AS missing
FROM missing GROUP BY answer;

CREATE OR REPLACE TEMP TABLE relieved AS
SELECT answer, string_agg(DISTINCT relief, ';' ORDER BY relief) AS reliefs
FROM used GROUP BY answer;

CREATE OR REPLACE TEMP TABLE filed AS
SELECT h.answer, string_agg(DISTINCT b.code, ';' ORDER BY b.code) AS filing
FROM h JOIN box b USING (box) JOIN said v ON v.answer = h.answer AND v.regime = b.regime
WHERE b.kind = 'filing' AND b.weight = 'license_code' AND h.status > 0 AND v.reach > 0
    AND b.outcome IN ('', v.outcome)
    AND (b.relief = '' OR (v.severity = 3 AND EXISTS (
        SELECT 1 FROM used u WHERE u.answer = h.answer AND u.relief = b.relief)))
GROUP BY h.answer;
"""

ANSWERS = f"""
SELECT v.answer, {OUTCOME}[max(v.severity)] AS outcome,
    string_agg(v.regime || '=' || v.outcome, ';' ORDER BY v.regime) AS regimes,
    coalesce(any_value(reasons), '') AS reasons, coalesce(any_value(controls), '') AS controls,
    coalesce(any_value(reliefs), '') AS reliefs, coalesce(any_value(missing), '') AS missing,
    coalesce(any_value(open_checks), '') AS open_checks,
    coalesce(any_value(duties), '') AS duties, coalesce(any_value(filing), '') AS filing,
    coalesce(any_value(citations), '') AS citations
FROM said v LEFT JOIN per_answer USING (answer) LEFT JOIN cited USING (answer)
LEFT JOIN checks USING (answer) LEFT JOIN texts USING (answer) LEFT JOIN relieved USING (answer)
LEFT JOIN filed USING (answer)
GROUP BY v.answer ORDER BY v.answer;
"""

DETAILS = f"""
SELECT h.answer, b.regime, b.measure, b.key AS control,
    CASE WHEN c.excluded THEN 'excluded' WHEN coalesce(c.status, h.status) = 2 THEN 'applies'
         ELSE 'may_apply' END AS status,
    CASE WHEN b.kind = 'gap' THEN 'gap' ELSE b.effect END AS effect, b.reason, b.goods, b.places,
    b.end_use, CASE WHEN b.list_id IS NOT NULL AND h.why & {WHY["party"]} = 0 THEN
        coalesce(t.text, '') ELSE '' END AS party,
    coalesce(o.reliefs, '') AS reliefs, coalesce(o.conditions, '') AS conditions,
    concat_ws(';', b.citation, c.excluded_by) AS citation, b.source,
    r.valid_from, r.valid_to, coalesce(m.missing, '') AS missing
FROM h JOIN box b USING (box) JOIN rect r USING (rect)
JOIN verdict v ON v.answer = h.answer AND v.regime = b.regime AND v.reach > 0
LEFT JOIN told t ON t.told = h.told >> 31
LEFT JOIN control_hit c ON c.answer = h.answer AND c.box = h.box
LEFT JOIN (
    SELECT answer, box, string_agg(DISTINCT relief, ';' ORDER BY relief) AS reliefs,
        string_agg(DISTINCT said, ' | ' ORDER BY said) FILTER (conditions <> '') AS conditions
    FROM (SELECT *, relief || ': ' || conditions AS said FROM overcome)
    GROUP BY ALL) o ON o.answer = h.answer AND o.box = h.box
LEFT JOIN (
    SELECT answer, box, string_agg(DISTINCT text, '; ' ORDER BY text) AS missing
    FROM missing GROUP BY ALL) m ON m.answer = h.answer AND m.box = h.box
WHERE h.status > 0 AND (b.kind = 'control' OR (b.kind = 'gap' AND b.weight = 'undetermined'))
ORDER BY h.answer, b.regime, b.kind, b.key;
"""
