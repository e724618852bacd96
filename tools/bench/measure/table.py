"""Makes the page of benchmarks from kept numbers: medians, spreads, ratios, verdicts. Measures nothing."""

import statistics
import textwrap


def figures(values):
    """Median, least and most."""
    return statistics.median(values), min(values), max(values)


def shown(value):
    """Three digits or so: 0.0123, 1.23, 12.3, 1,234."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def spread(values, scale=1):
    """`median (least–most)`."""
    middle, low, high = (value / scale for value in figures(values))
    return f"{shown(middle)} ({shown(low)}–{shown(high)})"


def ratios(row):
    """Ours divided by the peer's, pair by pair; of the medians where they did not run in pairs."""
    peer = row.get("peer") or {}
    if not peer.get("values") or not row["ours"]:
        return []
    if peer.get("paired", True) and len(peer["values"]) == len(row["ours"]):
        return [ours / theirs for ours, theirs in zip(row["ours"], peer["values"])]
    return [statistics.median(row["ours"]) / statistics.median(peer["values"])]


def verdict(row):
    """Whether the median reaches the target: `reached`, `not reached`, or why that is not known."""
    target = row.get("target")
    if not target:
        return "–"
    values = ratios(row) if target["of"] == "ratio" else [v / row["scale"] for v in row["ours"]]
    if not values:
        return "not known"
    middle = statistics.median(values)
    held = middle >= target["bound"] if target["at"] == "least" else middle <= target["bound"]
    return "reached" if held else "**not reached**"


def target_text(target):
    if not target:
        return "–"
    sign = "≥" if target["at"] == "least" else "≤"
    unit = " ×" if target["of"] == "ratio" else ""
    return f"{sign} {target['bound']:g}{unit}"


def beside(row):
    peer = row.get("peer")
    if not peer:
        return "–"
    if not peer.get("values"):
        return f"{peer['name']}: peer not available ({peer.get('missing', 'no reason known')})"
    return f"{spread(peer['values'], row['scale'])} {row['unit']}, {peer['name']}"


def line(number, row):
    if not row["ours"]:
        ours = f"not measured ({row.get('missing', 'no reason known')})"
    else:
        ours = f"{spread(row['ours'], row['scale'])} {row['unit']}"
    found = ratios(row)
    ratio = "–" if not found else spread(found) if len(found) > 1 else shown(found[0])
    return (f"| {number}. {row['what']} | {ours} | {beside(row)} | {ratio} | "
            f"{target_text(row.get('target'))} | {verdict(row)} |")


def filled(text, indent=""):
    """Prose in lines of up to 140 characters, as our other pages have it."""
    return textwrap.fill(text, 140, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def page(results, notes):
    """The whole of docs/benchmarks.md."""
    rows = results["rows"]
    head = ["# Benchmarks", ""]
    if results.get("note"):
        head += [filled(f"**{results['note']}**"), ""]
    head += [filled(text) for text in results["session"]]
    table = ["| What | Ours: median (least–most) | Beside it | Ratio, ours ÷ beside | Target | |",
             "|---|---|---|---|---|---|"]
    table += [line(number, row) for number, row in enumerate(rows, 1)]
    compared = ["## What was compared", ""]
    compared += [filled(f"{number}. **{row['what']}.** {row['compared']}", "   ")
                 for number, row in enumerate(rows, 1)]
    versions = ["## With what", "", *[f"- {text}" for text in results["versions"]]]
    return "\n".join([*head, "", *table, "", *compared, "", *versions, "", notes.strip(), ""])
