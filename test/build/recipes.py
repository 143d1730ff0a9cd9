"""Counts of recipes by SQL over the rows of a dump, by other means than the build.

Arguments: Posts.xml, PostLinks.xml, and a file of JSON: {"failed": [[id, reason], ...], "margin": n, "min": n}, the posts that
rules on texts and votes left out. Prints JSON by config: {"dropped": {reason: n}, "kept": [[post id, ...], ...]}.
"""

import collections
import json
import sqlite3
import sys
import xml.etree.ElementTree as tree


def rows(path):
    for _, row in tree.iterparse(path):
        if row.tag == 'row':
            yield row.attrib
            row.clear()


posts_path, links_path, facts_path = sys.argv[1:]
facts = json.load(open(facts_path, encoding='utf-8'))
db = sqlite3.connect(':memory:')
db.executescript("""
CREATE TABLE posts (id INTEGER PRIMARY KEY, type INTEGER, parent INTEGER, accepted INTEGER, votes INTEGER);
CREATE TABLE links (row INTEGER PRIMARY KEY, a INTEGER, b INTEGER, type INTEGER);
CREATE TABLE failed (id INTEGER PRIMARY KEY, reason TEXT);
""")
integer = lambda row, name: int(row[name]) if name in row else None
db.executemany('INSERT INTO posts VALUES (?, ?, ?, ?, ?)', (
    (int(row['Id']), int(row['PostTypeId']), integer(row, 'ParentId'), integer(row, 'AcceptedAnswerId'), integer(row, 'Score') or 0)
    for row in rows(posts_path)))
db.executemany('INSERT INTO links (a, b, type) VALUES (?, ?, ?)', (
    (int(row['PostId']), int(row['RelatedPostId']), int(row['LinkTypeId'])) for row in rows(links_path)))
db.executemany('INSERT INTO failed VALUES (?, ?)', facts['failed'])
db.executescript("""
CREATE TABLE asked AS SELECT id FROM posts WHERE type = 1;
CREATE TABLE questions AS SELECT id, accepted FROM posts WHERE type = 1 AND id NOT IN (SELECT id FROM failed);
CREATE TABLE answers AS SELECT id, parent, votes FROM posts WHERE type = 2 AND id NOT IN (SELECT id FROM failed);
CREATE TABLE ranked AS SELECT *,
  row_number() OVER (PARTITION BY parent ORDER BY votes DESC, id) AS best,
  row_number() OVER (PARTITION BY parent ORDER BY votes, id DESC) AS worst,
  count(*) OVER (PARTITION BY parent) AS answers FROM answers;

-- Each duplicate leads on by its first row, to the question where nothing leads on; a circle has no such question.
CREATE TABLE steps AS SELECT a, b FROM (
  SELECT a, b, row_number() OVER (PARTITION BY a ORDER BY row) AS nth FROM links
  WHERE type = 3 AND a <> b AND a IN asked AND b IN asked) WHERE nth = 1;
CREATE TABLE ends AS WITH RECURSIVE walk(start, at) AS (
  SELECT id, id FROM asked UNION SELECT start, b FROM walk JOIN steps ON a = at)
  SELECT start, at AS canonical FROM walk WHERE at NOT IN (SELECT a FROM steps);

-- Questions that duplicates connect, in either direction.
CREATE TABLE edges AS SELECT a, b FROM links WHERE type = 3 AND a IN asked AND b IN asked
  UNION SELECT b, a FROM links WHERE type = 3 AND a IN asked AND b IN asked;
CREATE TABLE same AS WITH RECURSIVE reach(a, b) AS (SELECT id, id FROM asked UNION SELECT reach.a, edges.b FROM reach JOIN edges ON edges.a = reach.b)
  SELECT a, b FROM reach;
CREATE INDEX same_index ON same (a, b);

CREATE TABLE settled AS SELECT links.*, canonical, CASE
    WHEN a = b THEN 'self_link'
    WHEN a NOT IN asked OR b NOT IN asked THEN 'dangling_link'
    WHEN type = 3 AND canonical IS NULL THEN 'duplicate_circle'
    WHEN type = 1 AND EXISTS (SELECT 1 FROM same WHERE same.a = links.a AND same.b = links.b) THEN 'also_duplicate'
    WHEN a NOT IN (SELECT id FROM questions) OR
      iif(type = 3, canonical, b) NOT IN (SELECT id FROM questions) THEN 'question_left_out'
  END AS reason FROM links LEFT JOIN ends ON start = b;
CREATE TABLE paired AS SELECT *,
  row_number() OVER (PARTITION BY type, iif(type = 3, a, min(a, b)), iif(type = 3, canonical, max(a, b)) ORDER BY row) AS nth
  FROM settled WHERE reason IS NULL;
""")

ANSWERS = """
SELECT CASE
    WHEN parent NOT IN asked THEN 'no_question'
    WHEN parent NOT IN (SELECT id FROM questions) THEN 'question_left_out'
    WHEN :answer = 'accepted' AND id IS NOT (SELECT accepted FROM questions WHERE questions.id = parent) THEN 'not_accepted'
    WHEN :answer = 'best' AND best > 1 THEN 'not_best_answer'
    WHEN votes < :min THEN 'low_answer_score'
  END, parent, id FROM ranked"""
TRIPLETS = """
SELECT CASE
    WHEN coalesce(top.answers, 0) < 2 THEN 'too_few_answers'
    WHEN top.votes = low.votes OR (top.votes - low.votes < :margin AND low.votes >= 0) THEN 'small_margin'
  END, questions.id, top.id, low.id FROM questions
  LEFT JOIN ranked top ON top.parent = questions.id AND top.best = 1
  LEFT JOIN ranked low ON low.parent = questions.id AND low.worst = 1"""
LINKS = """
SELECT 'not_a_duplicate', 0, 0 FROM links WHERE :type = 3 AND type <> 3
UNION ALL SELECT 'not_linked', 0, 0 FROM links WHERE :type = 1 AND type <> 1
UNION ALL SELECT reason, 0, 0 FROM settled WHERE type = :type AND reason IS NOT NULL
UNION ALL SELECT iif(nth > 1, 'repeated_link', NULL), iif(type = 3, canonical, a), iif(type = 3, a, b) FROM paired WHERE type = :type"""
NEGATIVES = """
SELECT 'not_a_duplicate', 0, 0, 0 FROM links WHERE type <> 3
UNION ALL SELECT reason, 0, 0, 0 FROM settled WHERE type = 3 AND reason IS NOT NULL
UNION ALL SELECT CASE WHEN nth > 1 THEN 'repeated_link' WHEN negative IS NULL THEN 'no_linked_question' END, canonical, a, negative
FROM (SELECT *, (
    SELECT other FROM (
      SELECT row, a AS one, b AS other FROM links WHERE type = 1 UNION ALL SELECT row, b, a FROM links WHERE type = 1) around
    WHERE one IN (paired.a, paired.canonical) AND other IN (SELECT id FROM questions)
      AND NOT EXISTS (SELECT 1 FROM same WHERE same.a = other AND same.b = paired.a)
    ORDER BY around.row LIMIT 1) AS negative
  FROM paired WHERE type = 3)"""


def settle(query, **options):
    dropped, kept = collections.Counter(), []
    for reason, *ids in db.execute(query, options):
        if reason is None:
            kept.append(ids)
        else:
            dropped[reason] += 1
    return dropped, kept


def of_posts(type_id, reason):
    """Rows that drive no pair of a kind: of another type, or left out by a rule."""
    count = db.execute('SELECT count(*) FROM posts WHERE type <> ?', [type_id]).fetchone()[0]
    failed = db.execute('SELECT reason, count(*) FROM failed NATURAL JOIN posts WHERE type = ? GROUP BY 1', [type_id])
    return collections.Counter({reason: count, **dict(failed)})


def with_posts(settled, type_id, reason):
    dropped, kept = settled
    return dropped + of_posts(type_id, reason), kept


MINIMUM = -10**9
no_answer, no_question = (2, 'not_an_answer'), (1, 'not_a_question')
configs = {
    'title-body': with_posts(settle('SELECT NULL, id FROM questions'), *no_question),
    'title-answer': with_posts(settle(ANSWERS, answer='accepted', min=MINIMUM), *no_answer),
    'title-answer-every': with_posts(settle(ANSWERS, answer='every', min=facts['min']), *no_answer),
    'title-body-answer': with_posts(settle(ANSWERS, answer='best', min=MINIMUM), *no_answer),
    'best-worst-answers': with_posts(settle(TRIPLETS, margin=facts['margin']), *no_question),
    'linked-title': settle(LINKS, type=1),
    'linked-negatives-title': settle(NEGATIVES),
    **{f'duplicates-{text}': settle(LINKS, type=3) for text in ('title', 'body', 'title-body')},
}
print(json.dumps({name: {'dropped': dict(dropped), 'kept': sorted(kept)} for name, (dropped, kept) in configs.items()}))
