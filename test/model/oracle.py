"""Counts Claude Code's logs in the simplest way that is right, in another language, for test/model.

Reads one request a line as JSON and answers each with a line. A request holds whole files and, for every damaged line
in them, what the writer of the damage knows to be in it: the oracle never salvages. Shares no code with the engine.
"""

import json
import re
import sys
from datetime import datetime, timezone

LARGEST = 200_000_000


def refuse(name):
    raise ValueError(name + " is no JSON")


def parse(text):
    value = json.loads(text, parse_constant=refuse)
    return value if isinstance(value, dict) else None


def tokens(record, name):
    value = record.get(name)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if value != value or value < 0 or value > LARGEST or value != int(value):
        return None
    return int(value)


def usage_of(usage):
    split = usage.get("cache_creation")
    split = split if isinstance(split, dict) else {}
    figures = [
        tokens(usage, "input_tokens"),
        tokens(usage, "cache_read_input_tokens"),
        tokens(split, "ephemeral_5m_input_tokens"),
        tokens(split, "ephemeral_1h_input_tokens"),
        tokens(usage, "cache_creation_input_tokens"),
        tokens(usage, "output_tokens"),
    ]
    if None in figures:
        return None
    uncached, read, five, hour, flat, output = figures
    return [uncached, read, five, hour, max(0, flat - five - hour), output]


def view_of(record, file):
    """One line's word on a call: its key, its figures with what breaks their ties, its place."""
    message = record.get("message")
    if record.get("type") != "assistant" or not isinstance(message, dict):
        return None
    if message.get("model") == "<synthetic>" or not isinstance(message.get("usage"), dict):
        return None
    figures = usage_of(message["usage"])
    if figures is None:
        return None
    at = int(datetime.fromisoformat(record["timestamp"].replace("Z", "+00:00")).timestamp() * 1000 + 0.5)
    side = record.get("isSidechain") is True
    agent = (record.get("agentId") or "sidechain") if side else ""
    internal = re.search(r"[/\\]agent-a(side_question|compact|prompt_suggestion)-", file["path"])
    rank = "".join("1" if flag else "0" for flag in ("forkedFrom" in record, side, internal))
    place = f"{rank} {at:016d} {record['sessionId']} {agent} {file['project']} {record['version']} "
    model = message["model"]
    prompt = sum(figures[:5])
    written = figures[:4] + [sum(figures[2:5]), figures[5]]
    text = " ".join(str(figure) for figure in written) + f" {model}   0"
    return {
        "key": message["id"],
        "figures": figures,
        "model": model,
        "strength": (figures[5], prompt, text),
        "place": place,
        "day": datetime.fromtimestamp(at / 1000, timezone.utc).strftime("%Y-%m-%d"),
        "project": file["project"],
    }


def records_of(line, last, damage):
    """The records of a line, how many damaged pieces it holds, and whether it is still to be finished."""
    text = line.strip("\r \t")
    if text == "":
        return [], 0, last and line != ""
    try:
        record = parse(text)
        if record is not None:
            return [record], 0, False
    except ValueError:
        pass
    known = damage.get(line)
    if known is not None and not (last and known["bad"]):
        return [parse(text) for text in known["records"]], known["bad"], False
    if last:
        return [], 0, True
    raise SystemExit("a line that nobody knows of: " + line)


def answer(request):
    best, place, damaged = {}, {}, {}
    for file in request["files"]:
        lines = file["text"].split("\n")
        for number, line in enumerate(lines):
            last = number == len(lines) - 1
            records, bad, _ = records_of(line, last, request["damage"])
            if file["live"]:
                damaged[file["path"]] = damaged.get(file["path"], 0) + bad
            for record in records:
                view = view_of(record, file)
                if view is None:
                    continue
                key = view["key"]
                if key not in best or view["strength"] > best[key]["strength"]:
                    best[key] = view
                if key not in place or view["place"] < place[key]["place"]:
                    place[key] = view
    rows = {}
    for key, view in best.items():
        name = (place[key]["day"], view["model"], place[key]["project"])
        row = rows.setdefault(name, [0] * 7)
        for at, figure in enumerate([1] + view["figures"]):
            row[at] += figure
    return {"rows": [list(name) + row for name, row in sorted(rows.items())], "damaged": damaged}


for request in sys.stdin:
    print(json.dumps(answer(json.loads(request))), flush=True)
