"""The global MPI with pandas and numpy, as a good analyst would write it: one read of each file with named types and only the
needed columns, no loop over households, codes as categories, members collapsed by numpy on sorted keys, scores as whole
eighteenths so that nobody on the cut-off is lost, and unknown answers kept apart from "no".

usage: mpi_pandas.py DATA OUT
"""

import json
import sys

import numpy as np
import pandas as pd

SOLID_FUEL = {"wood", "charcoal", "coal", "crop_waste", "dung"}
OPEN_TOILET = {"pit_open", "bucket", "none"}
BAD_WATER = {"unprotected_well", "open_spring", "surface"}
BAD_FLOOR = {"earth", "sand", "dung"}
BAD_ROOF = {"thatch", "palm", "mat", "cardboard"}
BAD_WALLS = {"mud", "cane", "cardboard", "plywood"}
SMALL_ASSETS = ["radio", "television", "telephone", "computer", "animal_cart", "bicycle", "motorbike", "refrigerator"]
POINTS = np.array([3, 3, 3, 3, 1, 1, 1, 1, 1, 1], dtype=np.int16)
CUTOFF = 6


def in_set(codes, bad):
    """(true, unknown) of a categorical column."""
    categories = np.array([c in bad for c in codes.cat.categories])
    number = codes.cat.codes.to_numpy()
    return np.append(categories, False)[number], number < 0


def either(*rules):
    """Three-valued or of (true, unknown) pairs."""
    true = np.logical_or.reduce([t for t, _ in rules])
    return true, np.logical_or.reduce([u for _, u in rules]) & ~true


def known(true):
    return true, np.zeros(len(true), dtype=bool)


def main(data, out):
    text = dict.fromkeys(["cooking_fuel", "sanitation", "water", "floor", "roof", "walls"], "category")
    small = dict.fromkeys(
        ["child_deaths_5y", "sanitation_shared", "water_minutes", "car", *SMALL_ASSETS], "int16"
    )
    # "none" is a kind of toilet here: only an empty cell is unknown.
    homes = pd.read_csv(
        f"{data}/households.csv",
        dtype={"household_id": "int32", "electricity": "float32", **text, **small},
        usecols=["household_id", "electricity", *text, *small],
        keep_default_na=False,
        na_values=[""],
    ).sort_values("household_id", ignore_index=True)
    people = pd.read_csv(
        f"{data}/members.csv",
        dtype={"household_id": "int32", "age_years": "int16", "undernourished": "int8", "schooling_years": "int8", "attending": "float32"},
        usecols=["household_id", "age_years", "undernourished", "schooling_years", "attending"],
    )

    home = np.searchsorted(homes["household_id"].to_numpy(), people["household_id"].to_numpy())
    n = len(homes)

    def any_member(rule):
        return np.bincount(home[rule], minlength=n) > 0

    persons = np.bincount(home, minlength=n)
    age = people["age_years"].to_numpy()
    attending = people["attending"].to_numpy()
    of_school_age = (age >= 6) & (age <= 14)
    out_of_school = any_member(of_school_age & (attending == 0))
    electricity = homes["electricity"].to_numpy()

    rules = [
        known(any_member((age < 70) & (people["undernourished"].to_numpy() == 1))),
        known(homes["child_deaths_5y"].to_numpy() > 0),
        known(~any_member((age >= 12) & (people["schooling_years"].to_numpy() >= 6))),
        either((out_of_school, any_member(of_school_age & np.isnan(attending)))),
        in_set(homes["cooking_fuel"], SOLID_FUEL),
        either(in_set(homes["sanitation"], OPEN_TOILET), known(homes["sanitation_shared"].to_numpy() == 1)),
        either(in_set(homes["water"], BAD_WATER), known(homes["water_minutes"].to_numpy() >= 30)),
        (electricity == 0, np.isnan(electricity)),
        either(
            in_set(homes["floor"], BAD_FLOOR), in_set(homes["roof"], BAD_ROOF), in_set(homes["walls"], BAD_WALLS)
        ),
        known((homes[SMALL_ASSETS].sum(axis=1).to_numpy() <= 1) & (homes["car"].to_numpy() == 0)),
    ]
    true = np.column_stack([t for t, _ in rules])
    unknown = np.column_stack([u for _, u in rules])
    points = true @ POINTS
    most = points + unknown @ POINTS
    status = np.where(points >= CUTOFF, "poor", np.where(most < CUTOFF, "not_poor", "unknown"))

    bits = (1 << np.arange(10)).astype(np.int16)
    pd.DataFrame(
        {
            "household_id": homes["household_id"],
            "deprived": true @ bits,
            "unknown": unknown @ bits,
            "points": points,
            "status": status,
        }
    ).to_csv(f"{out}/households.csv", index=False)

    counted = ~unknown.any(axis=1)
    poor = counted & (points >= CUTOFF)
    of_poor = persons[poor]
    measures = {
        "population": int(persons[counted].sum()),
        "poor": int(of_poor.sum()),
        "poor_points": int((of_poor * points[poor]).sum()),
        "censored": [int(of_poor[true[poor, j]].sum()) for j in range(10)],
    }
    with open(f"{out}/measures.json", "w") as file:
        json.dump(measures, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
