import pytest

from complaints.domain.conflict import names_officer

SOMCHAI = ("นายสมชาย ใจกล้า", "ผู้อำนวยการกองช่าง")
KAEW = ("นายแก้ว น้ำใส", "เจ้าพนักงานพัสดุ")
SMITH = ("Mr. John Smith", "Chief of Procurement")


@pytest.mark.parametrize(
    ("accused", "officer"),
    [
        pytest.param("นายสมชาย ใจกล้า", SOMCHAI, id="written as in the order"),
        pytest.param("สมชาย ใจกล้า", SOMCHAI, id="without the title"),
        pytest.param("นายสมชายใจกล้า", SOMCHAI, id="without spaces"),
        pytest.param("สม\u200bชาย\nใจ กล้า", SOMCHAI, id="broken by spaces and lines"),
        pytest.param("เเก้ว น้ำใส", KAEW, id="one sign typed as two"),
        pytest.param("แก้ว น\u0e4d\u0e49\u0e32ใส", KAEW, id="one letter typed as two"),
        pytest.param("แก้้ว น้ำใส", KAEW, id="a mark typed twice"),
        pytest.param(
            "แก้ว น้ๅํใส".replace("\u0e45\u0e4d", "\u0e4d\u0e45"), KAEW, id="another long letter"
        ),
        pytest.param("สม\u00adชาย\u2060 ใจ\ufeffกล้า", SOMCHAI, id="broken by what nobody sees"),
        pytest.param("คุณสมชาย ที่กองช่าง", SOMCHAI, id="first name behind a form of address"),
        pytest.param("ท่าน สมชาย สั่งเอง", SOMCHAI, id="form of address and a space"),
        pytest.param("ผู้อำนวยการ กองช่าง เรียกเงิน", SOMCHAI, id="by the post alone"),
        pytest.param("ใจกล้า (สมชาย)", SOMCHAI, id="family name first"),
        pytest.param("น.ส.สมหญิง รักดี", ("นางสาวสมหญิง รักดี", "ธุรการ"), id="title with dots"),
        pytest.param("นส.สมหญิง รักดี", ("นางสาวสมหญิง รักดี", "ธุรการ"), id="title half with dots"),
        pytest.param("John Smith took money", SMITH, id="a Latin name with a dotted title"),
        pytest.param("mr smith, JOHN", SMITH, id="a Latin name in other letters"),
        pytest.param("Mr John", SMITH, id="a Latin first name behind a title"),
    ],
)
def test_an_accused_officer_is_recognised(accused: str, officer: tuple[str, str]) -> None:
    assert names_officer(accused, full_name=officer[0], position=officer[1])


@pytest.mark.parametrize(
    ("accused", "officer"),
    [
        pytest.param("ไม่ทราบชื่อ", SOMCHAI, id="nobody named"),
        pytest.param("นายสมศักดิ์ ใจงาม", SOMCHAI, id="somebody else"),
        pytest.param("พนักงานชื่อสมชาย", SOMCHAI, id="a first name alone, of which there are many"),
        pytest.param("กองช่าง", SOMCHAI, id="the unit, not the post"),
        pytest.param(
            "ธุรการเรียกเงิน", ("นางสาวสมหญิง รักดี", "ธุรการ"), id="a post too short to mean one"
        ),
        pytest.param("", SOMCHAI, id="nothing written"),
    ],
)
def test_others_are_not_shut_out(accused: str, officer: tuple[str, str]) -> None:
    assert not names_officer(accused, full_name=officer[0], position=officer[1])
