#!/usr/bin/python3
"""A real SMTP server for tests (aiosmtpd), on a port of 127.0.0.1 that the system chooses.

It prints the port, then one line for each message it took: the envelope's sender and recipient and the bytes, each in
hexadecimal ("received FROM TO BYTES"). It ends when its standard input does.

  smtp_server.py [--certificate FILE --key FILE] [--tls starttls|always] [--user NAME --password WORD]
                 [--answer COMMAND "CODE TEXT"]... [--hang COMMAND] [--close-after-data full|half]

COMMAND is MAIL, RCPT or DATA (the whole message).
"""

import argparse
import asyncio
import binascii
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult


def hexadecimal(value):
    return binascii.hexlify(value if isinstance(value, bytes) else value.encode()).decode() or "-"


class Behaviour:
    def __init__(self, options):
        self.options = options
        self.answers = {command: text for command, text in options.answer}

    async def special(self, server, command):
        """The reply that the options ask for in place of the usual one, if any."""
        if self.options.hang == command:
            await asyncio.sleep(3600)
        if command == "DATA" and self.options.close_after_data:
            if self.options.close_after_data == "half":
                server.transport.write_eof()  # nothing more from here; still reading
                await asyncio.sleep(3600)
            server.transport.abort()
        return self.answers.get(command)

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        answer = await self.special(server, "MAIL")
        if answer:
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        answer = await self.special(server, "RCPT")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = await self.special(server, "DATA")
        if answer:
            return answer
        print("received", hexadecimal(envelope.mail_from), hexadecimal(envelope.rcpt_tos[0]),
              hexadecimal(envelope.original_content), flush=True)
        return "250 OK"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--tls", choices=["starttls", "always"])
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--answer", nargs=2, action="append", default=[])
    parser.add_argument("--hang")
    parser.add_argument("--close-after-data", choices=["full", "half"])
    options = parser.parse_args()

    logging.disable(logging.CRITICAL)  # clients that break off are what tests are about
    warnings.simplefilter("ignore")
    context = None
    if options.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)

    def authenticate(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (options.user.encode(), options.password.encode())
        return AuthResult(success=good, handled=False)

    def connection():
        return SMTP(
            Behaviour(options),
            tls_context=context if options.tls == "starttls" else None,
            require_starttls=options.tls == "starttls",
            auth_required=options.user is not None,
            auth_require_tls=options.tls == "starttls",
            authenticator=authenticate if options.user else None,
        )

    async def serve():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(connection, "127.0.0.1", 0,
                                          ssl=context if options.tls == "always" else None)
        print(server.sockets[0].getsockname()[1], flush=True)
        await loop.run_in_executor(None, sys.stdin.buffer.read)
        server.close()

    loop = asyncio.new_event_loop()
    loop.run_until_complete(serve())
    for task in asyncio.all_tasks(loop):
        task.cancel()


if __name__ == "__main__":
    main()
