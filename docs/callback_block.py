"""
Code for a Python block of an Omniscope workflow: posts the block's rows to Zapier.

It posts once to every address in two text options, one address a line, and tries nothing again:
  callbackAddress   the parameter that a step names as its Callback Parameter
  zapAddresses      the parameter that the trigger New Workflow Data keeps its addresses in
Either may be blank. Where both are, the block posts nothing and passes its input on.

What it posts is JSON:
  {"status": "done", "row_count": 2, "rows": [{…}, {…}]}
  {"status": "failed", "message": "…"}
"done" means that the workflow has come as far as this block. Whether the run succeeds is for Omniscope
to say, after the block has ended. "failed" is a failure of this block: one behind a block that failed
is not reached, as a rule, and posts nothing.
"""

import json
import urllib.request

# The block posts nowhere else, whatever is written into the parameters.
ZAPIER = ("https://hooks.zapier.com/", "https://zapier.com/")

# The most that a step of the Zapier app hands on, in bytes of JSON.
MAX_BYTES = 1_000_000

# The greatest whole number that arrives unchanged; greater ones are posted as text.
MAX_EXACT = 2**53 - 1

TIMEOUT_SECONDS = 30


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def find_addresses(*texts):
    lines = [line.strip() for text in texts for line in (text or "").splitlines()]
    # A dictionary keeps the order and drops what comes twice.
    return list(dict.fromkeys(line for line in lines if line.startswith(ZAPIER)))


def exact(value):
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_whole and abs(value) > MAX_EXACT else value


def to_rows(records):
    # pandas writes dates as ISO 8601 and empty cells as null.
    text = records.to_json(orient="records", date_format="iso", double_precision=15)
    return [{name: exact(value) for name, value in row.items()} for row in json.loads(text)]


def done(records):
    rows = [] if records is None else to_rows(records)
    body = encode({"status": "done", "row_count": len(rows), "rows": rows})
    if len(body) <= MAX_BYTES:
        return body
    message = "The rows are larger than 1 MB, so they were not posted."
    return encode({"status": "done", "row_count": len(rows), "message": message})


def failed(error):
    return encode({"status": "failed", "message": str(error)[:500] or type(error).__name__})


def encode(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")


def post(address, body):
    """None, or why it did not work. The address is a secret and is not part of it."""
    headers = {"Content-Type": "application/json; charset=utf-8"}
    request = urllib.request.Request(address, data=body, headers=headers, method="POST")
    try:
        opener = urllib.request.build_opener(NoRedirect)
        opener.open(request, timeout=TIMEOUT_SECONDS).close()
    except Exception as error:
        return f"{type(error).__name__} {getattr(error, 'code', '')}".strip()
    return None


def post_to_all(addresses, body):
    """Tells how it went. A Zap that is gone, or a network that is down, fails no run."""
    problems = [problem for problem in (post(each, body) for each in addresses) if problem]
    text = f"Posted to {len(addresses) - len(problems)} of {len(addresses)} addresses."
    return " ".join([text, *problems])


def main(api):
    addresses = find_addresses(api.get_option("callbackAddress"), api.get_option("zapAddresses"))
    try:
        records = api.read_input_records(input_number=0)
        # The block's own work, if it has any, belongs here: its failures are then posted, too.
        body = done(records)
        if records is not None:
            api.write_output_records(records, output_number=0)
    except Exception as error:
        post_to_all(addresses, failed(error))
        api.abort(str(error))
    else:
        api.commit(post_to_all(addresses, body))


if __name__ == "__main__":
    from omniscope.api import OmniscopeApi

    main(OmniscopeApi())
