"""Texts for the judge, and what it leaves of them: a scraped page around an article, and prose of several languages."""

from __future__ import annotations

from cleantext.judging.judge import lines_outside
from cleantext.reading.segment import lines as lines_of

ARTICLE = """\
The council voted on Monday to close the bridge for repairs that are expected to last until the autumn.
Engineers had warned for months that the northern pier was sinking, the mayor told reporters after the meeting.
“We could not wait any longer,” she said. “Nobody wants to read about this bridge for a sadder reason.”
Traffic will be led over the old ford, and two ferries will carry those who come on foot or by bicycle.
"""
PAGE = (
    "Home\nNews\nSport\nWeather\nLog in\nBridge to close until autumn\n"
    + ARTICLE
    + "Share on Facebook\nRead more\nFive places to eat by the river\nMost read\nSign up for our newsletter\n"
    "About us\nContact\nPrivacy policy\n© 2024 Example Media. All rights reserved.\n"
)
PROSE = {
    "german": "Der Stadtrat hat am Montag beschlossen, die Brücke bis zum Herbst zu sperren, weil der Pfeiler "
    "nachgibt.\n"
    "Fachleute hatten seit Monaten davor gewarnt, sagte die Bürgermeisterin nach der Sitzung vor Journalisten.\n",
    "chinese": "市议会周一投票决定关闭大桥进行维修，预计工程将持续到秋天，期间车辆须绕行旧渡口。\n"
    "市长在会后对记者说，工程师几个月来一直警告北侧桥墩正在下沉，不能再等下去了。\n",
    "arabic": "صوت المجلس يوم الاثنين على إغلاق الجسر لإجراء إصلاحات من المتوقع أن تستمر حتى الخريف المقبل.\n"
    "وقالت رئيسة البلدية للصحفيين بعد الاجتماع إن المهندسين حذروا منذ أشهر من هبوط الدعامة الشمالية.\n",
    "hindi": "परिषद ने सोमवार को मरम्मत के लिए पुल को बंद करने का फैसला किया, जिसके शरद ऋतु तक चलने की उम्मीद है।\n"
    "महापौर ने बैठक के बाद पत्रकारों से कहा कि इंजीनियर महीनों से चेतावनी दे रहे थे कि उत्तरी खंभा धंस रहा है।\n",
    "korean": "시의회는 월요일 가을까지 이어질 것으로 예상되는 보수 공사를 위해 다리를 폐쇄하기로 의결했다.\n"
    "시장은 회의가 끝난 뒤 기자들에게 기술자들이 몇 달 전부터 북쪽 교각이 가라앉고 있다고 경고해 왔다고 말했다.\n",
}


def left_of(text: str) -> str:
    """Return *text* without the lines that the judge cuts."""
    return without(text, {end for _, end, _ in lines_outside(text)})


def without(text: str, ends: set[int]) -> str:
    """Return *text* without the lines that end there."""
    return "\n".join(text[start:end] for start, end in lines_of(text) if end not in ends)
