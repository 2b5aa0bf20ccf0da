"""The determination as SQL, the second part: what follows from the boxes that hold a line.

Lines with the same hits have the same answer, so the law is applied once to each distinct set of
hits. `engine` runs these statements.
"""

from __future__ import annotations

from comity.determine._sql_tables import OPEN, WHY

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
