"""Texts that tokenizers and models differ on, if on any."""

import random
import unicodedata

ODD = [
    "", " ", "\n\t", "a", ".", "\u0000", "\u00a0", "\u200b", "\u202eabc", "\ufeffbom", "[CLS] [SEP] [PAD] [UNK] [MASK]", "##ing", "<s></s>",
    "İstanbul ı I i̇", "Straße GROẞE ﬁne ﬂow", "Å vs Å vs Å", "naïve café ÜBER Zoë", "Ελληνικά ΣΑΣ ς", "Русский текст ЁЖ", "עברית שלום", "العربية ١٢٣",
    "日本語のテキストと漢字", "中文 没有 空格 的句子", "한국어 문장", "ไทยไม่มีช่องว่าง", "हिन्दी में पाठ", "🙂🙃 👩‍👩‍👧‍👦 🇩🇪", "e\u0301\u0302\u0303", "\U0001d54f math 𝒜",
    "&amp; &lt;b&gt; &#8217; &nbsp;", "<p>Tags <code>x &lt; y</code></p>", "List<String> a = new ArrayList<>();", "for (int i=0;i<10;++i){}", "x_y-z.w/v@u#t$s%r^q&p*o",
    "C++ C# .NET F# 3.14 1e-10 0xFF 192.168.0.1", "https://example.com/a?b=c&d=e#f", "it's don't I'd y'all ‘quoted’ “double”", "—–-‐ … · • ™ © ½ ² №",
    "don\u2019t\r\nsplit\rlines", "tab\there", "a" * 99, "a" * 100, "a" * 101, "ab" * 5000, "supercalifragilistic" * 12, "!" * 600, "é" * 700, "漢" * 900, "🙂" * 300,
    "word " * 252, "word " * 253, "word " * 254, "word " * 255, "word " * 256, "word " * 4000, "ﷺ", "㎏ ㍿ ℡", "\u0378\ue000\U000e0001", "\u0600\u06dd", "soft\u00adhyphen",
]
SCRIPTS = [(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0xDFF), (0x2000, 0x2BFF), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFE00, 0xFFFD), (0x1D400, 0x1D7FF), (0x20000, 0x2A6D6)]

# What Unicode added later is a letter to some tokenizers and punctuation to others, by the tables they were built with.
KNOWN = {(low, high): [chr(code) for code in range(low, high + 1) if unicodedata.ucd_3_2_0.category(chr(code)) != "Cn"] for low, high in SCRIPTS}


def varied(own, count=440, seed=1):
    """Odd texts, some of one's own as they are, and some of those damaged: cut anywhere, mixed with other scripts, repeated."""
    dice = random.Random(seed)
    texts = [*ODD, *dice.sample(own, min(len(own), 150))]
    while len(texts) < count:
        kind = dice.randrange(3)
        if kind == 0:
            low, high = dice.choice(SCRIPTS)
            texts.append("".join(dice.choice(KNOWN[low, high]) for _ in range(dice.randint(1, 60))))
        elif kind == 1:
            text = dice.choice(own)
            texts.append(text[dice.randrange(len(text)) :] + dice.choice(ODD[:40]) + dice.choice(own))
        else:
            words = dice.choice(own).split()
            texts.append(" ".join(dice.choice([word, word.upper(), word.title(), f"({word})"]) for word in words * dice.randint(1, 3)))
    return texts
