"""Every measure of the methods bench with numpy and pandas, as a good analyst would write it: whole columns, members folded by reduceat over
sorted households, groups by bincount, the design's variance from totals of its units, sorting once for Gini and the quota.

usage: measures_numpy.py DATA OUT.json PLACES, where DATA is a folder of .npy columns made beforehand, or of household.csv and member.csv
"""

import json
import os
import sys

import numpy as np
import pandas as pd

WEIGHTS = np.array([2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1], dtype=np.int32)
DENOMINATOR = 16
CUTOFFS = {"1/5": 4, "1/3": 6, "1/2": 8}
REGIONS = 33
LINES = np.array([650000, 450000], dtype=np.int64)


CODES = {
    "zone": ["urban", "rural"],
    "fuel": ["gas", "electricity", "wood", "dung"],
    "sanitation": ["flush", "dry", "shared", "none"],
    "water": ["piped", "well", "spring", "river"],
    "floor": ["tile", "cement", "earth"],
    "region": [f"r{r:02}" for r in range(REGIONS)],
}
TRUTH = ["false", "true"]


def read_csv(data):
    """Named types and only the needed columns; codes as categories, an empty cell of a truth as -1."""
    category = {column: pd.CategoricalDtype(codes) for column, codes in CODES.items()}
    truth = dict.fromkeys(["electricity", "car"], pd.CategoricalDtype(TRUTH))
    homes = pd.read_csv(
        f"{data}/household.csv",
        dtype={"household_id": "int32", "psu": "category", "weight": "int16", "income_fen_year": "int64", "rooms": "int8", "assets": "int8"} | category | truth,
        usecols=["household_id", "psu", "weight", "income_fen_year", "rooms", "assets", *category, *truth],
        keep_default_na=False,
        na_values=[""],
    )
    people = pd.read_csv(
        f"{data}/member.csv",
        dtype={"household_id": "int32", "age_years": "int8", "schooling_years": "int8"}
        | dict.fromkeys(["attending", "undernourished", "insured"], pd.CategoricalDtype(TRUTH)),
        usecols=["household_id", "age_years", "schooling_years", "attending", "undernourished", "insured"],
        keep_default_na=False,
        na_values=[""],
    )
    numbers = np.array([int(name[1:]) for name in homes["psu"].cat.categories])
    tables = {"household": {"psu": numbers[homes["psu"].cat.codes.to_numpy()]}, "member": {}}
    short = {"income_fen_year": "income", "age_years": "age", "schooling_years": "years"}
    for name, frame in (("household", homes), ("member", people)):
        for column in frame.columns.drop("psu", errors="ignore"):
            values = frame[column]
            tables[name][short.get(column, column)] = (values.cat.codes if values.dtype.name == "category" else values).to_numpy()
    return tables


def main(data, out, places):
    tables = read_csv(data) if os.path.exists(f"{data}/household.csv") else None

    def load(table, column):
        own = tables[table].pop(column) if tables else np.load(f"{data}/{table}.{column}.npy")
        return own.astype(np.int64)

    def home(column):
        return load("household", column)

    ids, owner = home("household_id"), load("member", "household_id")
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    heads = np.diff(np.r_[starts, len(owner)]).astype(np.int64)

    def any_of(condition):
        return np.logical_or.reduceat(condition, starts)

    age, years, attending = load("member", "age"), load("member", "years"), load("member", "attending")
    school_age = (age >= 6) & (age <= 14)
    away = any_of(school_age & (attending == 0))
    perhaps_away = any_of(school_age & (attending < 0)) & ~away
    rooms, assets, car = home("rooms"), home("assets"), home("car")
    fuel, sanitation, water, floor = home("fuel"), home("sanitation"), home("water"), home("floor")
    electricity, zone, income = home("electricity"), home("zone"), home("income")
    line = LINES[zone]
    deprived = np.column_stack([
        any_of(load("member", "undernourished") == 1),
        ~any_of((age >= 10) & (years >= 6)),
        away,
        any_of(load("member", "insured") == 0),
        fuel >= 2,
        sanitation >= 2,
        water >= 2,
        electricity == 0,
        floor == 2,
        heads > 3 * rooms,
        (assets < 2) & (car == 0),
        income < line * heads,
    ])
    unknown = perhaps_away | (electricity < 0)

    region, psu, weight = home("region"), home("psu"), home("weight")
    people = weight * heads
    score = deprived @ WEIGHTS
    units, unit = np.unique(psu, return_inverse=True)
    stratum_of_unit = units // 60
    per_stratum = np.bincount(stratum_of_unit, minlength=REGIONS)

    def estimate(part, whole, at):
        """A ratio and its standard error; part and whole by household of a group, already weighted."""
        a = np.bincount(unit[at], weights=part, minlength=len(units))
        b = np.bincount(unit[at], weights=whole, minlength=len(units))
        if b.sum() == 0:
            return None
        ratio = a.sum() / b.sum()
        u = (a - ratio * b) / b.sum()
        mean = np.bincount(stratum_of_unit, weights=u, minlength=REGIONS) / per_stratum
        squares = np.bincount(stratum_of_unit, weights=(u - mean[stratum_of_unit]) ** 2, minlength=REGIONS)
        return [float(ratio), float(np.sqrt((squares * per_stratum / (per_stratum - 1)).sum()))]

    gap = np.maximum(0, (line * heads - income) / (line * heads))
    poor_by_line = income < line * heads
    order = np.argsort(income / heads, kind="stable")
    by_region = np.argsort(region, kind="stable")
    bounds = np.searchsorted(region[by_region], np.arange(REGIONS + 1))
    groups = [("all", slice(None))] + [(f"r{r:02}", by_region[bounds[r]:bounds[r + 1]]) for r in range(REGIONS)]
    table = {}
    for name, own in groups:
        rows = {}
        at = np.flatnonzero(~unknown) if name == "all" else own[~unknown[own]]
        w, points_of, lacks = people[at], score[at], deprived[at]
        total = w.sum()
        for label, points in CUTOFFS.items():
            poor = points_of >= points
            censored = np.where(poor, points_of, 0) / DENOMINATOR
            rows[f"H {label}"] = estimate(w * poor, w, at)
            rows[f"A {label}"] = estimate(w * censored, w * poor, at)
            rows[f"M0 {label}"] = estimate(w * censored, w, at)
            shares = (w * poor) @ lacks / total
            for i in range(12):
                rows[f"censored {label} {i}"] = [float(shares[i])]
                rows[f"contribution {label} {i}"] = [float(shares[i] * WEIGHTS[i] / DENOMINATOR)]
        shares = w @ lacks / total
        for i in range(12):
            rows[f"uncensored {i}"] = [float(shares[i])]
        everybody = people[own]
        rows["P0"] = estimate(everybody * poor_by_line[own], everybody, own)
        rows["P1"] = estimate(everybody * gap[own], everybody, own)
        rows["P2"] = estimate(everybody * gap[own] ** 2, everybody, own)
        mine = order if name == "all" else order[region[order] == int(name[1:])]
        y, p = income[mine] / heads[mine], people[mine].astype(float)
        rank = np.cumsum(p)
        rows["gini"] = [float((p * y * (2 * rank - p)).sum() / (rank[-1] * (p * y).sum()) - 1)]
        table[name] = rows

    proxy = (
        13.2
        - 0.21 * heads
        + 0.009 * heads * heads
        - 0.11 * np.add.reduceat((age < 15).astype(np.int32), starts)
        - 0.07 * np.add.reduceat((age >= 65).astype(np.int32), starts)
        + 0.31 * any_of(years >= 9)
        + 0.08 * rooms
        + 0.12 * assets
        + 0.4 * car
        - 0.45 * (floor == 2)
        - 0.2 * (floor == 1)
        - 0.3 * (fuel >= 2)
        + 0.16 * (water == 0)
        + 0.1 * (sanitation == 0)
        - 0.11 * (zone == 1)
    )
    # Whom the rules cannot say is not among those who may be selected.
    points_missing = 2 * perhaps_away + (electricity < 0)
    decided = (score >= 6) | (score + points_missing < 6)
    ranked = pd.Series(proxy[decided]).rank(method="first")
    selected = int((ranked <= places).sum())
    with open(out, "w") as file:
        json.dump({"table": table, "selected": selected, "households": len(ids), "members": len(owner)}, file)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
