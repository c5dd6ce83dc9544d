"""The standalone page around a reading view: title, contents, one small style sheet, nothing fetched from anywhere."""

from html import escape

from gazette.model.outcome import Lang

STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fdfdfb;--rule:#b9b4a7;--accent:#8f1414;--soft:#f3f0e8}
@media (prefers-color-scheme:dark){:root{--ink:#e8e6e1;--paper:#17181a;--rule:#55524b;--accent:#e78f84;--soft:#222326}}
*{box-sizing:border-box}html{font-size:112.5%;scroll-padding-top:1rem}
body{margin:0;color:var(--ink);background:var(--paper);font-family:"Source Serif 4",Tinos,"Times New Roman",serif;line-height:1.6}
.notice{margin:0 0 1rem;padding:.5rem .75rem;border-left:4px solid var(--accent);background:var(--soft)}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem}
.frame{display:grid;grid-template-columns:minmax(0,17rem) minmax(0,44rem);gap:3rem;max-width:68rem;margin:0 auto;padding:2rem 1.25rem}
nav{font-size:.85rem;line-height:1.4;position:sticky;top:1rem;align-self:start;max-height:95vh;overflow:auto}
nav h2{font-size:.8rem;text-transform:uppercase;letter-spacing:.06em}nav ol{list-style:none;margin:0;padding-left:.8rem}nav>ol{padding:0}
nav li{margin:.3rem 0}a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.15em}nav a{text-decoration:none}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.akn p{margin:.45rem 0;text-align:justify;overflow-wrap:anywhere}.akn .center,.akn .kind,.akn .subject,.akn .attached-to,
.akn .annex-number,.akn .authority-line{text-align:center}.akn .right{text-align:right}
.akn .kind,.akn .subject,.akn .annex-number,.akn .authority-line{font-weight:700}.akn .kind{font-size:1.15rem;margin-top:1.5rem}
.akn .attached-to{font-style:italic}.akn .rule{visibility:hidden;height:.2rem;margin:0;overflow:hidden}
.letterhead{display:grid;grid-template-columns:1fr 1.25fr;grid-auto-flow:row dense;column-gap:1rem;font-size:.9rem}
.letterhead p{margin:0 0 .2rem;text-align:center;grid-column:1}.letterhead .motto,.letterhead .place-date{grid-column:2}
.letterhead .authority,.letterhead .motto{font-weight:700}.letterhead .place-date{font-style:italic}
.letterhead .subject{font-weight:400}.recitals p{font-style:italic}.body>section{margin-top:.8rem}
.akn h2,.akn h3,.akn h4,.akn h5,.akn h6{font-size:1rem;margin:1.2rem 0 .4rem;line-height:1.4}
section.chapter>h2,section.part>h2,section.section>h3,section.chapter>h3,section.chapter>h4,section.section>h4{text-align:center}
section.article>p>.num,section.article>div>p>.num{font-weight:700}section:target{background:var(--soft);outline:.4rem solid var(--soft)}
section.point,section.tiet{margin-left:1.2rem}.quoted{margin:.5rem 0 .5rem 1rem;padding-left:1rem;border-left:3px solid var(--rule)}
.table{overflow-x:auto;margin:1rem 0}table{border-collapse:collapse;min-width:100%;font-size:.92rem}
td,th{border:1px solid var(--rule);padding:.3rem .5rem;vertical-align:top;text-align:left}th{background:var(--soft)}
.table.plain td{border:0}td p,th p{text-align:left!important;margin:.1rem 0!important}
.conclusions{display:grid;grid-template-columns:1fr 1fr;gap:1rem;margin-top:2rem}.conclusions>p{grid-column:1/-1}
.recipients{font-size:.85rem}.recipients p{text-align:left;margin:0}.recipients-title{font-weight:700;font-style:italic}
.signature{grid-column:2}.signature:first-child:has(+.signature){grid-column:1}.frame.alone{display:block;max-width:46rem}
.preface>.number{text-align:center}.preface>.place-date{text-align:right;font-style:italic}.preface>.addressee{padding-left:3rem}
.signature p{text-align:center;margin:0}.signature .capacity,
.signature .position,.signature .signer{font-weight:700}
.signature .signer{margin-top:3.5rem}.attachment{margin-top:4rem;border-top:3px double var(--rule);padding-top:1rem}
.notes{font-size:.88rem}.notes ul{list-style:none;padding:0}.notes p{display:inline}img{max-width:100%;height:auto}
@media (max-width:52rem){.frame{grid-template-columns:1fr;gap:1rem}nav{position:static;max-height:none}}
@media (max-width:30rem){.letterhead,.conclusions{grid-template-columns:1fr}.letterhead p,.letterhead .motto,
.letterhead .place-date,.signature{grid-column:1}}
@media print{nav,.skip{display:none}.frame{display:block;padding:0}a{color:inherit;text-decoration:none}}
"""
_WORDS = {"vi": ("Mục lục", "Đến nội dung văn bản"), "en": ("Contents", "Skip to the text")}


def page(title: str, contents: str, article: str, lang: Lang) -> str:
    """A whole HTML page of *title*, with the list *contents* beside *article*; *lang* is that of the page's own words."""
    heading, skip = _WORDS[lang]
    nav = f'<nav aria-label="{heading}"><h2>{heading}</h2>{contents}</nav>' if contents else ""
    frame = "frame" if contents else "frame alone"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>"
        f'<a class="skip" href="#text">{skip}</a><div class="{frame}">{nav}<main id="text">{article}</main></div></body></html>\n'
    )
