"""The determination as SQL, the first part: which boxes hold a line, and when.

A line joins the boxes of its codes, or of its circumstances where a box names no code, and every
dimension answers 2 (holds), 1 (may hold) or 0; the least decides. `engine` runs these statements.
"""

from __future__ import annotations

from comity.determine._sql_tables import LISTED, OPEN, STEP, WHY

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
        CASE WHEN p.status > 0 THEN {LISTED}
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
    CASE WHEN open > {LISTED} THEN 1 ELSE status END AS status,
    CASE WHEN open <= {LISTED} THEN why
         ELSE why | CASE WHEN open & {OPEN["end_use_undeclared"]} <> 0
                    THEN {WHY["end_use"]} ELSE 0 END
                  | CASE WHEN open & {OPEN["foreign_content_unstated"]} <> 0
                    THEN {WHY["content"] | WHY["fdp"]} ELSE 0 END END AS why,
    CASE WHEN open >= {LISTED} THEN 0 ELSE open END AS open, told, first, last
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
