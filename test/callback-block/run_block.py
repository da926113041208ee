"""Runs docs/callback_block.py with stand-ins for Omniscope's API and for a table of pandas."""

import importlib.util
import json
import sys

plan = json.load(sys.stdin)
spec = importlib.util.spec_from_file_location("callback_block", sys.argv[1])
block = importlib.util.module_from_spec(spec)
spec.loader.exec_module(block)
block.ZAPIER = (*block.ZAPIER, plan["zapier"])


class Records:
    def to_json(self, **options):
        assert options == {"orient": "records", "date_format": "iso", "double_precision": 15}
        return plan["records"]


class Api:
    calls = []

    def get_option(self, name):
        return plan["options"].get(name)

    def read_input_records(self, input_number):
        if "failure" in plan:
            raise ValueError(plan["failure"])
        return Records() if "records" in plan else None

    def write_output_records(self, records, output_number):
        self.calls.append(["write"])

    def commit(self, message):
        self.calls.append(["commit", message])

    def abort(self, message):
        self.calls.append(["abort", message])


block.main(Api())
print(json.dumps(Api.calls))
