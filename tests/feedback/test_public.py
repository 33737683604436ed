"""The citizen's side: the form, the receipt, the way back by it, and what is refused at this door."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.feedback.pictures import BAD, photo
from tests.visitors.solving import answered, solved
from xiangfeng.access.actor import SYSTEM
from xiangfeng.feedback.actions.sender import RATED
from xiangfeng.feedback.actions.settings import install_categories
from xiangfeng.feedback.models import Category, Contact, Desk, Message, Photo, Report, Side
from xiangfeng.feedback.queries import report_by
from xiangfeng.history.models import Entry
from xiangfeng.notifications.models import Message as Note

REPORT, PROGRESS = "/report/", "/progress/"
CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")


@pytest.fixture(autouse=True)
def _light_work(settings, tmp_path):
    settings.VISITORS_WORK = 200
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(cast, at):
    town = cast.units["云溪镇"]
    install_categories(town, actor=SYSTEM, at=at)
    return Desk.objects.create(unit=town, hotline="0000-6123456", petition="镇信访办")


@pytest.fixture
def said(cast, desk):
    """What somebody types into the form."""
    return {
        "category": Category.objects.get(code="environment").pk,
        "village": cast.units["石桥村"].pk,
        "place": "村口池塘边",
        "text": "垃圾桶三天没清",
        "privacy": "anonymous",
    }


@pytest.fixture
def citizen(client_for):
    return client_for()


@pytest.fixture
def sent(citizen, said, at):
    """A report with its code."""
    page = citizen.post(REPORT, said | answered(at)).content.decode()
    return Report.objects.get(), CODE.search(page)[0]


def _ask(citizen, code, **more):
    return citizen.post(PROGRESS, {"code": code} | more)


def _reply(row, at, text="已清运"):
    Report.objects.filter(pk=row.pk).update(
        state="replied", reply=text, replied_at=at, first_replied_at=at, accepted_at=at
    )


def test_a_report_gives_a_receipt_that_no_address_holds(citizen, said, at, desk):
    page = citizen.get(REPORT)
    assert (
        page.status_code == 200 and "no-store" in page["Cache-Control"] and set(page.cookies) == {"csrftoken"}
    )
    html = page.content.decode()
    assert "0000-6123456" in html and "环境卫生" in html and "石桥村" in html
    made = citizen.post(REPORT, said | solved(at), follow=True)
    assert made.status_code == 200 and not made.redirect_chain, "the code is in the answer itself"
    row, code = Report.objects.get(), CODE.search(made.content.decode())[0]
    assert report_by(code) == row and (row.channel, row.village.name, row.norm) == (
        "web",
        "石桥村",
        row.category.norm,
    )
    html = made.content.decode()
    assert "11月24日前决定受不受理" in html and "12月7日前（10 个工作日）" in html and "只显示这一次" in html
    assert code not in str(list(Entry.objects.values())) + str(list(Note.objects.values()))


def test_the_same_form_again_is_the_same_receipt_other_words_are_another(citizen, said, at):
    form = said | solved(at)
    first, again = citizen.post(REPORT, form), citizen.post(REPORT, form)
    assert CODE.search(first.content.decode())[0] == CODE.search(again.content.decode())[0]
    assert Report.objects.count() == 1
    other = citizen.post(REPORT, form | {"text": "别的事"})
    assert other.status_code == 422 and "别的事" in other.content.decode(), "its proof has served"
    assert citizen.post(REPORT, form | {"text": "别的事"} | answered(at)).status_code == 200
    assert Report.objects.count() == 2


def test_what_was_typed_stays_when_something_is_wrong(citizen, said, at):
    for wrong, words in (
        ({"text": ""}, "村口池塘边"),
        ({"text": "字" * 1001}, "写了 1001 字"),
        ({"village": "", "place": ""}, "请选村（社区）"),
        ({"category": ""}, "不好归类的选"),
        ({"privacy": "named", "name": "王五"}, "请留电话"),
        ({"privacy": "confidential"}, "请留电话"),
        ({"answer": "99"}, "算得不对"),
    ):
        page = citizen.post(REPORT, said | answered(at) | wrong)
        html = page.content.decode()
        assert page.status_code == 422 and words in html, wrong
        assert "垃圾桶三天没清" in html or "text" in wrong
    assert citizen.post(REPORT, said).status_code == 422, "without any proof"
    assert not Report.objects.exists()


def test_who_says_it_is_kept_apart_and_only_when_they_want(citizen, said, at):
    who = {"name": "王五", "phone": "13800001234"}
    citizen.post(REPORT, said | who | answered(at))
    assert not Contact.objects.exists()
    html = citizen.post(REPORT, said | who | {"privacy": "confidential"} | answered(at)).content.decode()
    assert Contact.objects.get().phone == "13800001234" and "王五" not in html
    assert "13800001234" not in str(list(Entry.objects.values()))


def test_the_township_is_asked_for_when_several_take_reports(citizen, cast, desk, said, at):
    other = Desk.objects.create(unit=cast.units["东河镇"])
    html = citizen.get(REPORT).content.decode()
    assert f"?unit={desk.unit_id}" in html and "怎么回事" not in html
    assert "怎么回事" in citizen.get(f"{REPORT}?unit={other.unit_id}").content.decode()
    strange = said | {"village": cast.units["石桥村"].pk} | answered(at)
    assert citizen.post(f"{REPORT}?unit={other.unit_id}", strange).status_code == 422, (
        "a village of another township"
    )
    Desk.objects.update(is_open=False)
    assert "网上还没有开通" in citizen.get(REPORT).content.decode()


def test_too_many_are_told_to_ring(citizen, said, at, settings):
    settings.FEEDBACK_A_SENDER_AN_HOUR = 2
    for number in range(2):
        assert citizen.post(REPORT, said | {"text": f"第{number}件"} | solved(at)).status_code == 200
    page = citizen.post(REPORT, said | {"text": "第三件"} | solved(at))
    html = page.content.decode()
    assert page.status_code == 429 and "请过一小时" in html and "0000-6123456" in html and "第三件" in html
    assert Report.objects.count() == 2


def test_a_report_about_the_township_goes_above_it(citizen, said, at, cast):
    citizen.post(REPORT, said | {"about": cast.units["云溪镇"].pk} | answered(at))
    assert Report.objects.get().unit == cast.units["云溪镇"].parent


@pytest.mark.parametrize("kind", sorted(BAD))
def test_what_is_no_photo_is_refused_in_words(kind, citizen, said, at, settings):
    settings.FEEDBACK_PHOTO_MB = 1
    name, content, words = BAD[kind]
    page = citizen.post(REPORT, said | answered(at) | {"photos": SimpleUploadedFile(name, content())})
    html = page.content.decode()
    assert page.status_code == 422 and words in html and "照片要重新选" in html and "垃圾桶三天没清" in html
    assert not Report.objects.exists() and not Photo.objects.exists()


def test_photos_lose_place_and_camera_and_four_are_too_many(citizen, said, at):
    four = [SimpleUploadedFile(f"{n}.jpg", photo(n)) for n in range(4)]
    assert "最多 3 张" in citizen.post(REPORT, said | answered(at) | {"photos": four}).content.decode()
    three = [SimpleUploadedFile(f"{n}.jpg", photo(n)) for n in range(3)]
    html = citizen.post(REPORT, said | answered(at) | {"photos": three}).content.decode()
    kept = [one.attachment for one in Photo.objects.order_by("pk")]
    assert len(kept) == 3 and all(one.is_restricted for one in kept)
    with default_storage.open(kept[0].path) as stream:
        picture = Image.open(io.BytesIO(stream.read()))
    assert not picture.getexif() and "GPS" not in str(picture.info)
    shown = _ask(citizen, CODE.search(html)[0]).content.decode()
    addresses = re.findall(r'src="(/progress/photo/[^"]+)"', shown)
    assert len(addresses) == 3 and citizen.get(addresses[0])["Content-Type"] == "image/jpeg"
    assert citizen.get(addresses[0][:-3] + "x/").status_code == 404
    with time_machine.travel(at + dt.timedelta(minutes=31), tick=False):
        assert citizen.get(addresses[0]).status_code == 404


def test_refused_photos_still_cost_a_proof(citizen, said, at, settings):
    settings.FEEDBACK_A_SENDER_AN_HOUR = 2
    for number in range(3):
        bad = {"photos": SimpleUploadedFile(f"{number}.jpg", b"no picture"), "text": f"{number}"}
        status = citizen.post(REPORT, said | solved(at) | bad).status_code
        assert status == (422 if number < 2 else 429)


def test_progress_by_the_code_alone(citizen, sent, at):
    row, code = sent
    assert "查询码" in citizen.get(f"{PROGRESS}?code={code}").content.decode()
    assert "垃圾桶" not in citizen.get(f"{PROGRESS}?code={code}").content.decode(), "not by an address"
    page = _ask(citizen, code.lower().replace("-", " "))
    html = page.content.decode()
    assert "垃圾桶三天没清" in html and row.number in html and "12月7日前答复" in html and "已收到" in html
    assert "no-store" in page["Cache-Control"]
    row.steps.create(title="内部意见", is_public=False, at=at)
    row.messages.create(side=Side.OFFICE, text="请问是哪个池塘", by="周敏", at=at)
    html = _ask(citizen, code).content.decode()
    assert "内部意见" not in html and "请问是哪个池塘" in html and "周敏" not in html


def test_wrong_codes_are_counted_and_then_even_a_right_one_waits(citizen, sent, settings):
    settings.FEEDBACK_WRONG_CODES = 3
    for _ in range(3):
        assert "没有找到" in _ask(citizen, "AAAA-BBBB-CCCC").content.decode()
    page = _ask(citizen, sent[1])
    assert page.status_code == 429 and "垃圾桶" not in page.content.decode()
    assert "垃圾桶" in citizen.post(PROGRESS, {"code": sent[1]}, REMOTE_ADDR="192.0.2.9").content.decode()


def test_a_satisfied_sender_is_asked_once(citizen, sent, at):
    row, code = sent
    assert "答复以后才能评价" in _ask(citizen, code, act="rate", rating="satisfied").content.decode()
    _reply(row, at)
    html = _ask(citizen, code).content.decode()
    assert "已清运" in html and "办得怎么样" in html and "11月30日前可评价" in html
    assert (
        "谢谢您的评价" in _ask(citizen, code, act="rate", rating="satisfied", words="很快").content.decode()
    )
    row.refresh_from_db()
    assert (row.rating, row.rating_text, row.state) == ("satisfied", "很快", "replied")
    assert "已经评价过了" in _ask(citizen, code, act="rate", rating="unsatisfied").content.decode()
    assert "很快" not in str(list(Entry.objects.values()))


def test_an_unsatisfied_one_has_it_done_again_and_again_but_not_for_ever(citizen, sent, at):
    row, code = sent
    for number in range(3):
        _reply(row, at, f"第{number}次答复")
        html = _ask(
            citizen, code, act="rate", rating="unsatisfied", words=f"还是堆着{number}"
        ).content.decode()
        row.refresh_from_db()
        assert row.state == ("accepted" if number < 2 else "replied"), number
        assert ("重新办理" in html) and "上次的答复" in html or number == 2
    assert (row.reopened, row.rating) == (2, "unsatisfied")
    assert list(Message.objects.order_by("pk").values_list("text", flat=True)) == ["还是堆着0", "还是堆着1"]
    assert "还是堆着" not in str(list(Entry.objects.values()))


def test_after_the_days_for_judging_it_is_read_only(citizen, sent, at):
    row, code = sent
    _reply(row, at)
    with time_machine.travel(at + dt.timedelta(days=9), tick=False):
        html = _ask(citizen, code, act="rate", rating="satisfied").content.decode()
        assert "已经过了" in html and "办得怎么样" not in html and "已清运" in html
    Report.objects.update(state="closed", closed_at=at)
    html = _ask(citizen, code, act="say", more="还有一句").content.decode()
    assert "已经办结" in html and "已清运" in html and not Message.objects.exists()


def test_the_sender_may_add_words_until_it_is_enough(citizen, sent, at):
    row, code = sent
    for number in (0, 0, 1, 2, 3, 4):  # the same twice is one
        assert "已经转给受理单位" in _ask(citizen, code, act="say", more=f"补充{number}").content.decode()
    assert row.messages.count() == 5
    assert "请等一等" in _ask(citizen, code, act="say", more="再来").content.decode()
    row.messages.create(side=Side.OFFICE, text="知道了", at=at + dt.timedelta(minutes=1))
    with time_machine.travel(at + dt.timedelta(minutes=2), tick=False):
        assert "已经转给" in _ask(citizen, code, act="say", more="再来").content.decode()
    assert "补充0" not in str(list(Entry.objects.values()))


def test_a_merged_one_reads_the_common_reply_but_not_the_others_words(citizen, sent, said, at):
    row, code = sent
    citizen.post(REPORT, said | {"text": "别人的话"} | answered(at))
    main = Report.objects.exclude(pk=row.pk).get()
    main.photos.create(attachment=_kept(main, at), side=Side.SENDER)
    Report.objects.filter(pk=row.pk).update(state="merged", merged_into=main)
    _reply(main, at, "一起清了")
    main.steps.create(title=RATED, text="满意", at=at)
    html = _ask(citizen, code).content.decode()
    assert (
        "一起清了" in html and "一起办" in html and "别人的话" not in html and "/progress/photo/" not in html
    )
    assert "办得怎么样" not in html and "满意" not in html, "how the other one judged is theirs"
    Report.objects.filter(pk=row.pk).update(state="handling", merged_into=None)
    Report.objects.filter(pk=main.pk).update(parent=row)
    html = _ask(citizen, code).content.decode()
    assert "分出来办的第 1 件" in html and "一起清了" in html


def _kept(row, at):
    from xiangfeng.attachments.actions import store_file

    return store_file(
        SimpleUploadedFile("a.jpg", photo(9)), unit=row.unit, actor=SYSTEM, at=at, is_restricted=True
    )
