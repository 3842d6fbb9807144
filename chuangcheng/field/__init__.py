"""外勤: the phone. One page that works for a day without signal, the API that it syncs with, and what the phones sent:
each record once for each id, complete only with its photos; what could not be taken in stays with both sides to see."""
