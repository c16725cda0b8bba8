"""A custodian's key as a page to print: Thai and English, complete in itself.

It is made where there is no server, so it asks for no stylesheet and no
catalogue of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_PAGE = """<!doctype html>
<html lang="th">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>กุญแจกู้คืน · Recovery key</title>
<style>
  @page {{ size: A4; margin: 18mm; }}
  body {{ max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff;
    font: 1rem/1.6 "Noto Sans Thai", "Noto Sans", sans-serif; }}
  h1 {{ font-size: 1.4rem; margin: 0 0 .25rem; }}
  ol {{ border: 2px solid #111; padding: 1rem 1rem 1rem 3.5rem; margin: 1.5rem 0; }}
  li, .fingerprint {{ font: 1.25rem/1.9 "Noto Sans Mono", monospace; letter-spacing: .08em; }}
  .fingerprint {{ font-size: 1rem; }}
  dt {{ font-weight: 700; }} dd {{ margin: 0 0 .75rem; }}
  @media print {{ body {{ margin: 0 auto; }} }}
</style>
</head>
<body>
<h1>กุญแจกู้คืนของผู้เก็บรักษา</h1>
<p lang="en">A custodian's recovery key</p>
<dl>
<dt>ผู้เก็บรักษากุญแจ · <span lang="en">Custodian</span></dt><dd>{name}</dd>
<dt>ลายนิ้วมือดิจิทัลของกุญแจ · <span lang="en">Fingerprint</span></dt>
<dd class="fingerprint">{fingerprint}</dd>
</dl>
<p>กุญแจนี้เปิดเรื่องร้องเรียนไม่ได้โดยลำพัง ต้องใช้ร่วมกับกุญแจของผู้เก็บรักษาคนอื่นให้ครบจำนวน
เก็บในซองปิดผนึกในที่ปลอดภัย ห้ามถ่ายภาพ ห้ามสแกน และห้ามเก็บไว้ในเครื่องแม่ข่าย</p>
<p lang="en">Alone this key opens nothing; together with enough others it opens every case.
Keep it in a sealed envelope under lock.
Do not photograph or scan it, and never keep it on the server.</p>
<ol>
{lines}
</ol>
<p>พิมพ์กลับด้วยคำสั่ง <code>recovery retype</code> ทีละบรรทัด
ตัวอักษรสองตัวท้ายของแต่ละบรรทัดเป็นตัวตรวจสอบ
ไม่มีตัวอักษร I L O U และไม่แยกตัวพิมพ์เล็กหรือใหญ่</p>
<p lang="en">Type it back with <code>recovery retype</code>, line by line.
The last two characters of a line check it.
There are no letters I, L, O and U; small and capital letters are the same.</p>
</body>
</html>
"""


def sheet_of(name: str, lines: Sequence[str], fingerprint: str) -> str:
    """Return the page of a custodian's key.

    :param lines: the key on paper.
    """
    items = "\n".join(f"<li>{escape(line)}</li>" for line in lines)
    return _PAGE.format(name=escape(name), fingerprint=escape(fingerprint), lines=items)
