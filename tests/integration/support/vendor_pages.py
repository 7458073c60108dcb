"""The vendors' pages of ../shared/seeds, read a second time and without the product: what each table cell says."""

import re

from .daemon import SOURCE

SEEDS = SOURCE.parent / "shared" / "seeds"
MOENGAGE_JAPANESE = SEEDS / "000_3b46ab973dac19a3.txt"
MOENGAGE_ENGLISH = SEEDS / "001_9ae85a9dd90dd442.txt"
WITHSECURE_JAPANESE = SEEDS / "004_fdf70249972485cf.txt"

NOT_AVAILABLE = "not available"
SAME_AS = "same as"  # the channels, in a sentence
LOST = None  # a row whose addresses the page does not have

_OFFERINGS = {
    "connector": ("コネクタキャンペーン", "Connector Campaigns"),
    "sms": ("SMSキャンペーン", "SMS Campaigns"),
    "whatsapp": ("WhatsAppキャンペーン", "WhatsApp Campaigns"),
    "email": ("メールキャンペーン", "Email Campaigns"),
    "push": ("プッシュキャンペーン", "Push Campaigns"),
    "content-api": ("コンテンツAPIまたはPIIトークンを取得", "Content API or Fetch PII Token"),
    "data-import": ("データインポート", "Data Imports"),
    "data-warehouse-export": ("データウェアハウスのエクスポート", "Data Warehouse Exports"),
    "streams": ("ストリーム", "Streams"),
    "outbound-segment-sync": ("アウトバウンドセグメント同期", "Outbound Segment Sync"),
    "file-segment-api": ("File Segment API", "File Segment API"),
    "catalog-feeds": ("カタログとフィード", "Catalog and Feeds"),
}
_HEADINGS = {heading: offering for offering, pair in _OFFERINGS.items() for heading in pair}
_ROW = re.compile(r"^(?:(?P<heading>.*?) )?(?:\| )?(?P<site>DC-0[1-6])(?: ?\|)?(?: (?P<rest>.*))?$")
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")


def moengage_cells(file):
    """{(offering, site): sorted addresses, NOT_AVAILABLE, SAME_AS or LOST}, as the page has them."""
    cells, offering, site = {}, None, None
    for line in file.read_text().splitlines():
        line = line.strip()
        heading = line.removesuffix("|").strip()
        if heading in _HEADINGS:
            offering, site = _HEADINGS[heading], None
            continue
        row = _ROW.match(line)
        if row:
            heading = (row["heading"] or "").removesuffix("|").strip()
            offering = _HEADINGS[heading] if heading else offering
            site = row["site"]
            cells[offering, site] = _value(row["rest"] or "")
        elif site and _ADDRESS.search(line):
            cells[offering, site] = sorted([*(cells[offering, site] or []), *_ADDRESS.findall(line)])
        elif line not in ("", "|"):
            site = None  # the table is over
    # The sentence about the channels stands once, over the rows of all sites.
    if cells["content-api", "DC-01"] == SAME_AS:
        cells |= {key: SAME_AS for key in cells if key[0] == "content-api"}
    return cells


def _value(text):
    text = text.strip(" |")
    if text in ("NA", "該当なし"):
        return NOT_AVAILABLE
    if "PII" in text:
        return SAME_AS
    return sorted(_ADDRESS.findall(text)) or LOST


_HOST = re.compile(r"^((?:\*\.)?[a-z0-9.-]+\.(?:fsapi|f-secure)\.com)( *\(TCP/80も\))?$")
_SECTIONS = {
    "ビジネス・スイート16以降": ("business-suite", "16"),
    "Business Suite 15 以前 (のみ有効2024年9月30日まで)": ("business-suite", "15"),
    "すべてのバージョン": ("internet-gatekeeper", ""),
    "ESSバージョン16以降": ("email-and-server-security", "16"),
    "ESSバージョン15以前": ("email-and-server-security", "15"),
    "今後のバージョン(1.0.319以降)": ("atlant", "1.0.319"),
    "旧バージョン(1.0.295まで)": ("atlant", "1.0.295"),
}


def withsecure_hosts(file):
    """{(offering, version): sorted lines "host port/tcp"}, as each section of the page lists them."""
    sections, current = {}, None
    for line in file.read_text().splitlines():
        if line.strip() in _SECTIONS:
            current = sections.setdefault(_SECTIONS[line.strip()], set())
        elif current is not None and (found := _HOST.match(line.strip())):
            current.update({f"{found[1]} 443/tcp"} | ({f"{found[1]} 80/tcp"} if found[2] else set()))
    return {section: sorted(lines) for section, lines in sections.items()}
