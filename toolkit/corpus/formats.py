"""Which reader is asked for which kind of file, beyond text and tables.

The one rule: a vendor's export is asked for before a plain page or document, because it looks like one.
"""

from __future__ import annotations

from toolkit.corpus.importing import Readers
from toolkit.corpus.readers.documents import read_document, recognises_document
from toolkit.corpus.readers.factiva import read_factiva, recognises_factiva
from toolkit.corpus.readers.html import read_html, recognises_html
from toolkit.corpus.readers.nexis import read_nexis, recognises_nexis
from toolkit.corpus.readers.proquest import read_proquest, recognises_proquest
from toolkit.corpus.readers.warc import read_warc, recognises_warc

_NEXIS = (read_nexis, recognises_nexis)
_FACTIVA = (read_factiva, recognises_factiva)
_PROQUEST = (read_proquest, recognises_proquest)
_EXPORTS = (_NEXIS, _FACTIVA, _PROQUEST)
_PAGE = (read_html, recognises_html)
_DOCUMENT = (read_document, recognises_document)
_WARC = (read_warc, recognises_warc)

READERS: Readers = {
    ".txt": _EXPORTS,
    ".rtf": (*_EXPORTS, _DOCUMENT),
    ".docx": (*_EXPORTS, _DOCUMENT),
    ".pdf": (_DOCUMENT,),
    ".ris": (_PROQUEST,),
    ".xls": (_PROQUEST,),
    ".xlsx": (_PROQUEST,),
    ".htm": (_FACTIVA, _PAGE),
    ".html": (_FACTIVA, _PAGE),
    ".xhtml": (_PAGE,),
    ".warc": (_WARC,),
    ".warc.gz": (_WARC,),
}
