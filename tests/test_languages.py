"""A language is named where a text shows it; what is too short or too mixed to tell is undetermined."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from toolkit.corpus.documents import _language
from toolkit.corpus.languages import UNDETERMINED, find_language
from toolkit.errors import CorpusError

SENTENCES = {
    "ar": "قال الوزير يوم الاثنين إن المحادثات ستستأنف خلال أسبوعين في العاصمة بعد توقف دام شهرين.",
    "de": "Der Minister sagte am Montag, die Gespräche würden binnen zwei Wochen in der Hauptstadt fortgesetzt.",
    "en": "The minister said on Monday that the talks would resume within two weeks in the capital.",
    "es": "El ministro dijo el lunes que las conversaciones se reanudarán en dos semanas en la capital.",
    "fa": "وزیر روز دوشنبه گفت که گفتگوها ظرف دو هفته در پایتخت از سر گرفته خواهد شد.",
    "fr": "Le ministre a déclaré lundi que les pourparlers reprendraient dans deux semaines dans la capitale.",
    "he": "השר אמר ביום שני כי השיחות יתחדשו בתוך שבועיים בעיר הבירה.",
    "ru": "Министр заявил в понедельник, что переговоры возобновятся в столице через две недели.",
    "tr": "Bakan pazartesi günü görüşmelerin iki hafta içinde başkentte yeniden başlayacağını söyledi.",
}


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_a_sentence_of_news_shows_its_language(code, sentence):
    found, confidence = find_language(sentence)
    assert found == code
    assert confidence > 0.6


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_an_article_shows_its_language(code, sentence):
    assert find_language(f"{sentence}\n\n" * 30)[0] == code


@pytest.mark.parametrize("text", ["", " \n", "…", "12 345 — 6/7", "Doha", "Talks end.", "\ud800"])
def test_what_is_too_short_to_tell_is_undetermined(text):
    assert find_language(text)[0] == UNDETERMINED


@pytest.mark.parametrize("text", ["", "2016", "— —"])
def test_without_letters_there_is_no_confidence(text):
    assert find_language(text) == (UNDETERMINED, 0.0)


def test_a_text_that_changes_its_language_halfway_is_less_sure_than_either_half():
    english, arabic = SENTENCES["en"] * 15, SENTENCES["ar"] * 15
    code, confidence = find_language(english + arabic)
    assert confidence < min(find_language(english)[1], find_language(arabic)[1]) - 0.2
    assert code in ("ar", "en", UNDETERMINED)


def test_a_list_of_names_at_the_end_does_not_hide_the_language():
    names = "Ravenna Holt, Teodor Brandvik, Imre Castellan, Oda Quist, Levan Marek, " * 12
    assert find_language(SENTENCES["en"] * 15 + names)[0] == "en"


def test_capitals_make_no_difference_to_the_language():
    assert find_language(SENTENCES["en"].upper() * 5)[0] == "en"


def test_only_declared_languages_are_given():
    assert find_language(SENTENCES["es"], languages=["en", "fr"])[0] in ("en", "fr", UNDETERMINED)
    assert find_language(SENTENCES["es"])[0] == "es"


IN_PLAIN_LETTERS = {
    "id": "Menteri itu mengatakan pada hari Senin bahwa pembicaraan akan dilanjutkan dalam dua minggu di ibu kota.",
    "nl": "De minister zei maandag dat de gesprekken binnen twee weken in de hoofdstad zouden worden hervat.",
    "sw": "Waziri alisema Jumatatu kwamba mazungumzo yataanza tena ndani ya wiki mbili katika mji mkuu.",
}


@pytest.mark.parametrize("sentence", [*SENTENCES.values(), *IN_PLAIN_LETTERS.values()])
@pytest.mark.parametrize("where", range(3))
def test_an_article_with_a_third_in_another_language_is_what_the_model_says(sentence, where):
    thirds = [SENTENCES["en"] * 7] * 3
    thirds[where] = f"{sentence} " * 7
    text = "\n".join(thirds)
    assert _language(text) == find_language(text)[0]


@pytest.mark.parametrize("languages", [["en", "klingon"], []])
def test_a_language_that_cannot_be_recognised_is_refused_with_the_choices(languages):
    with pytest.raises(CorpusError, match=r"choose from .*en, .*fr"):
        find_language("The talks resumed.", languages=languages)


def test_the_model_is_not_loaded_by_importing_the_module():
    code = "import sys, toolkit.corpus.languages; print('py3langid' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.long
def test_a_thousand_articles_take_no_more_than_a_second():
    article = "\n\n".join(SENTENCES["en"] for _ in range(25))
    find_language(article)
    start = time.process_time()
    for i in range(2000):
        find_language(f"{i} {article}")
    assert time.process_time() - start < 2
