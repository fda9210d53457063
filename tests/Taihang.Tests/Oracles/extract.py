#!/usr/bin/env python3
"""Makes the two extracts beside this file from the public microdata. Run once: extract.py DATA_FOLDER

Each is a seeded sample and, beside it, people who stand at a cut-off, where a slip shows. Source numbers of dwellings, sampling units
and places below the state or region are replaced by serials; only the columns that a pack reads and the official answers stay.
"""
import csv
import gzip
import io
import os
import random
import sys

data, here = sys.argv[1], os.path.dirname(os.path.abspath(__file__))
FOOD = (2, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16)


def read(name):
    with gzip.open(f"{data}/{name}.csv.gz", "rt") as file:
        return list(csv.DictReader(file))


def write(rows, columns, path):
    text = io.StringIO()
    out = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.getvalue().encode())
    print(os.path.relpath(path, here), len(rows))


def some(rng, values, most):
    values = sorted(set(values))
    return rng.sample(values, min(most, len(values)))


def mexico():
    rng = random.Random(2016)
    persons, homes, dwellings = (read(f"mexico-enigh2016/{n}") for n in ("persons", "households", "dwellings"))
    hungry = lambda h: sum(h[f"acc_alim{i}"] == "1" for i in FOOD)
    at = lambda rows, test: [r["folioviv"] for r in rows if test(r)]
    edges = [
        at(dwellings, lambda d: d["mat_techos"] in ("2", "3")),
        at(dwellings, lambda d: d["mat_pared"] in ("5", "6")),
        at(dwellings, lambda d: d["num_cuarto"] and 2.4 <= int(d["tot_resid"]) / int(d["num_cuarto"]) <= 2.6),
        at(homes, lambda h: not h["ic_cv"]),
        at(dwellings, lambda d: d["disp_agua"] in ("2", "3")),
        at(dwellings, lambda d: d["drenaje"] in ("2", "3")),
        at(dwellings, lambda d: d["disp_elect"] == "5"),
        at(dwellings, lambda d: d["combustibl"] in ("1", "2")),
        at(homes, lambda h: h["id_men"] == "1" and hungry(h) in (3, 4)),
        at(homes, lambda h: h["id_men"] == "0" and hungry(h) in (2, 3)),
        at(persons, lambda p: p["anac_e"] in ("1981", "1982") and p["niv_ed"] in ("0", "1")),
        at(persons, lambda p: p["edad"] in ("2", "3", "15", "16") and p["inas_esc"] == "1"),
        at(persons, lambda p: p["edad"] in ("15", "16", "25", "26") and p["par"] == "3" and p["jef_ss"] == "1"),
    ]
    chosen = set(some(rng, (d["folioviv"] for d in dwellings), 500))
    for edge in edges:
        chosen |= set(some(rng, edge, 25))
    serial = {old: f"{old[:2]}{i:08d}" for i, old in enumerate(sorted(chosen), 1)}
    units = {}
    kept = {
        "persons": (persons, "folioviv foliohog numren edad anac_e inas_esc niv_ed ic_rezedu ic_asalud pea ss_dir par jef_ss cony_ss hijo_ss s_salud pam ic_segsoc"),
        "households": (homes, "folioviv foliohog id_men ic_cv ic_ali " + " ".join(f"acc_alim{i}" for i in FOOD)),
        "dwellings": (dwellings, "folioviv mat_pared mat_techos mat_pisos num_cuarto disp_agua drenaje disp_elect combustibl estufa_chi tot_resid tam_loc est_dis upm factor ic_sbv"),
    }
    for name, (rows, columns) in kept.items():
        part = [dict(r, folioviv=serial[r["folioviv"]]) for r in rows if r["folioviv"] in chosen]
        for row in part:
            if "upm" in row:
                row["upm"] = units.setdefault(row["upm"], f"{len(units) + 1:05d}")
        write(part, columns.split(), f"{here}/enigh2016/{name}.csv.gz")


def chile():
    rng = random.Random(1990)
    rows = read("chile-casen1990/persons")
    lines = {"1": (9297, 18594), "2": (7164, 12538)}
    near = [
        i
        for i, r in enumerate(rows)
        if r["ypchaj"] and any(abs(int(r["ypchaj"]) - line) <= line * 0.004 for line in lines[r["z"]])
    ]
    servants = [i for i, r in enumerate(rows) if not r["corte"]]
    chosen = set(rng.sample(range(len(rows)), 2500)) | set(rng.sample(servants, 40)) | set(near)
    part = [dict(rows[i], p=n, c=1, f=1, o=1) for n, i in enumerate(sorted(chosen), 1)]
    write(part, "r p c z f o nucleo expr ypchaj corte".split(), f"{here}/casen1990/persons.csv.gz")
    print("near a line", len(near))


mexico()
chile()
