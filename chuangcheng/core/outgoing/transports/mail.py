"""电子邮件 over SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from django.conf import settings

from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.outgoing.transports.letters import SENT, Ending, Letter, Outcome
from chuangcheng.core.outgoing.transports.reaching import TIMEOUT, NotReached, reachable
from chuangcheng.core.times import now

TLS, STARTTLS, PLAIN = "tls", "starttls", "plain"
LATER = range(400, 500)  # SMTP: the server asks to come again


def send_mail(fields: Mapping[str, str], letter: Letter) -> Outcome:
    """Hands one mail to the server."""
    try:
        server = _signed_in(fields)
    except NotReached as error:
        return Outcome(Ending.AGAIN, error.sentence)
    try:
        server.send_message(_mail(fields, letter))
    except smtplib.SMTPException as error:
        return _refused(error)
    except OSError:
        return Outcome(Ending.UNCLEAR, inbox_text("已交给对方，但没有收到答复。"))
    finally:
        server.close()
    return SENT


def _signed_in(fields: Mapping[str, str]) -> smtplib.SMTP:
    """A connection on which mail can be handed over; raises NotReached."""
    host, security = fields["host"], fields["security"]
    address, context = reachable(host, int(fields["port"])), ssl.create_default_context()
    server = smtplib.SMTP_SSL(context=context, timeout=TIMEOUT) if security == TLS else smtplib.SMTP(timeout=TIMEOUT)
    vars(server)["_host"] = host  # the name that the certificate must bear, not the address connected to
    try:
        server.connect(address, int(fields["port"]))
        if security == STARTTLS:
            server.starttls(context=context)
        if fields.get("user"):
            server.login(fields["user"], fields.get("password", ""))
    except smtplib.SMTPAuthenticationError as error:
        server.close()
        raise NotReached(inbox_text("邮件服务器不认用户名或密码，请检查渠道设置。")) from error
    except (OSError, smtplib.SMTPException) as error:
        server.close()
        raise NotReached(inbox_text("连不上%(host)s，请检查地址和网络。", {"host": host})) from error
    return server


def _mail(fields: Mapping[str, str], letter: Letter) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = " ".join(letter.title.split())
    mail["From"] = formataddr((settings.PLACE_NAME, fields["sender"]))
    mail["To"] = letter.to
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = f"<{letter.id}@{fields['sender'].rpartition('@')[2]}>"
    mail.set_content(letter.text)
    return mail


def _refused(error: smtplib.SMTPException) -> Outcome:
    code = getattr(error, "smtp_code", 0)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()), (0, b""))[0]
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Outcome(Ending.UNCLEAR, inbox_text("已交给对方，但没有收到答复。"))
    sentence = inbox_text("邮件服务器没有接受（SMTP %(code)s）。", {"code": code})
    return Outcome(Ending.AGAIN if code in LATER else Ending.REFUSED, sentence)
