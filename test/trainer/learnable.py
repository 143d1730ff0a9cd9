"""A small dump that can be learned from: what a question is about is in its title, its body and its answer, among other words."""

import random

SYLLABLES = ["ba", "ke", "lo", "mi", "nu", "pa", "ri", "so", "ta", "vu", "zel", "dor"]
QUESTIONS = 1500


def write_dump(folder):
    dice = random.Random(7)
    things = ["".join(dice.choices(SYLLABLES, k=3)) for _ in range(300)]
    filler = ["".join(dice.choices(SYLLABLES, k=2)) for _ in range(200)]

    def sentence(about, words):
        mixed = about + dice.choices(filler, k=words)
        dice.shuffle(mixed)
        return " ".join(mixed)

    rows = []
    for number in range(QUESTIONS):
        about = dice.sample(things, 3)
        title, body, answer = f"How do I {sentence(about, 3)}", sentence(about, 12), sentence(about, 10)
        common = 'CreationDate="2020-01-02T03:04:05.678" OwnerUserId="7"'
        rows.append(f'<row Id="{2 * number + 1}" PostTypeId="1" Score="1" Title="{title}" Tags="&lt;{about[0]}&gt;" Body="&lt;p&gt;{body}&lt;/p&gt;" {common} />')
        rows.append(f'<row Id="{2 * number + 2}" PostTypeId="2" ParentId="{2 * number + 1}" Score="1" Body="&lt;p&gt;{answer}&lt;/p&gt;" {common} />')
    site = folder / "lamps.stackexchange.example"
    site.mkdir(parents=True)
    (site / "Posts.xml").write_text('<?xml version="1.0" encoding="utf-8"?>\n<posts>\n' + "\n".join(rows) + "\n</posts>\n", encoding="utf-8")
    return folder
