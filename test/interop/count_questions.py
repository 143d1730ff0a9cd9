"""An independent count of what the title-body rules keep of a Posts.xml, to hold against a manifest's books.

usage: count_questions.py POSTS_XML [LABEL]     `-` is standard input: 7zz x -so site.7z Posts.xml | count_questions.py -

Written from the documented rules, not from the code, on lxml and BeautifulSoup. Rows, questions and the reasons up to
the title are exact. Reasons on the body and duplicates depend on how HTML becomes text, and are close, not equal.
"""

import json
import re
import sys
import unicodedata
from collections import Counter

from bs4 import BeautifulSoup
from lxml import etree

QUESTION = "1"
PLANTED_IDS = {"1000000001", "1000000010"}
COMMUNITY, ANSWER_BOT = "-1", "-2"
TITLE_MIN = 20
BODY_MIN, BODY_MAX = 20, 4096
NOTICES = re.compile(r"( \[(duplicate|closed|on hold|migrated|locked|protected)\])+$")


def read_rows(source):
    for _, row in etree.iterparse(source, events=("end",), tag="row", huge_tree=True, recover=True):
        yield dict(row.attrib)
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]


def reason_before_body(row):
    """The first documented reason to drop a row without looking at its body, or None."""
    if row["Id"] in PLANTED_IDS and row.get("OwnerUserId") == COMMUNITY:
        return "planted_post"
    if row.get("OwnerUserId") == ANSWER_BOT:
        return "answer_bot_post"
    if row["PostTypeId"] != QUESTION:
        return "not_a_question"
    if not row.get("Title"):
        return "no_title"
    if not row.get("Body"):
        return "no_body"
    if int(row.get("Score", "0")) < 0:
        return "low_score"
    if len(title_of(row)) < TITLE_MIN:
        return "title_too_short"
    return None


def title_of(row):
    return NOTICES.sub("", one_line(row["Title"]))


def one_line(text):
    return re.sub(r"\s+", " ", text).strip()


def html_to_text(html):
    text = BeautifulSoup(html, "lxml").get_text()
    text = re.sub(r"[ \t\r\u00a0]+", " ", text)
    return re.sub(r" ?\n ?(\s*\n)?", "\n", text).strip()


def reason_of_body(body):
    if len(body) < BODY_MIN:
        return "body_too_short"
    if len(body) > BODY_MAX:
        return "body_too_long"
    return None


def normalised(text):
    return one_line(unicodedata.normalize("NFC", text).lower())


def count(source):
    rows, questions, kept, dropped, seen = 0, 0, 0, Counter(), set()
    for row in read_rows(source):
        rows += 1
        questions += row["PostTypeId"] == QUESTION
        reason = reason_before_body(row)
        if reason is None:
            body = html_to_text(row["Body"])
            pair = (normalised(title_of(row)), normalised(body))
            reason = reason_of_body(body) or ("duplicate_pair" if pair in seen else None)
        if reason is None:
            kept += 1
            seen.add(pair)
        else:
            dropped[reason] += 1
    return {"rows": rows, "questions": questions, "kept": kept, "dropped": dict(sorted(dropped.items()))}


def main():
    path = sys.argv[1]
    label = sys.argv[2] if len(sys.argv) > 2 else path
    print(json.dumps({"file": label, **count(sys.stdin.buffer if path == "-" else path)}))


if __name__ == "__main__":
    main()
