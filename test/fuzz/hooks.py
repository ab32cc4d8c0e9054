"""What schemathesis is told beside the document: a write that is not meant to be a repeat bears a key of its own."""

import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.headers and case.headers.get("Idempotency-Key") == "one-for-each-call":
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
