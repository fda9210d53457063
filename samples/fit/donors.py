#!/usr/bin/env python3
"""Makes samples/donors/donors.csv from the shared microdata. Run once: samples/fit/donors.py DATA_FOLDER > samples/donors/donors.csv

Rural households of Chile 1990 give kin, ages, sexes, schooling, walls and the rank and composition of income; each is joined with a rural
household of Mexico 2016 of the same size band and income fifth, which gives water, fuel, disability, school attendance and health
cover. So what belongs together within a source stays together, and the two meet only through size and income (statistical matching).
"""
import sys
import random
import pandas as pd

data = sys.argv[1]
rng = random.Random(20260930)

chile = pd.read_csv(f"{data}/chile-casen1990/persons.csv.gz", low_memory=False)
chile = chile[(chile.z == 2) & (chile.nucleo != 0) & chile.ypchaj.notna()]
chile["household"] = chile[["r", "p", "c", "f"]].astype(str).agg("-".join, axis=1)
households = chile.groupby("household").agg(
    size=("o", "count"), weight=("expr", "first"), income=("ypchaj", "first"), money=("ymonehaj", "first"),
    own=("yauthaj", "first"), subsidy=("ysubhaj", "first"), wall=("v2", "first"), light=("v10", "first"), heads=("pco1", lambda k: (k == 1).sum()))
households = households[(households.heads == 1) & (households["size"] <= 9) & (households.money > 0)]
households["rank"] = (households.income.rank(pct=True) * 999).round().astype(int)
households["fifth"] = households["rank"] // 200

homes = pd.read_csv(f"{data}/mexico-enigh2016/dwellings.csv.gz", dtype={"folioviv": str}, low_memory=False)
mexico = pd.read_csv(f"{data}/mexico-enigh2016/households.csv.gz", dtype={"folioviv": str}, usecols=["folioviv", "foliohog", "tot_resid", "ing_mon"])
people = pd.read_csv(f"{data}/mexico-enigh2016/persons.csv.gz", dtype={"folioviv": str}, usecols=["folioviv", "foliohog", "edad", "inas_esc", "discap", "ic_asalud"])
homes = homes[homes.tam_loc == 4][["folioviv", "disp_agua", "combustibl", "disp_elect"]]
mexico = mexico.merge(homes, on="folioviv")
people["out"] = ((people.edad.between(6, 15)) & (people.inas_esc == 1)).astype(int)
people["disabled"] = (people.discap == 1).astype(int)
people["uncovered"] = (people.ic_asalud == 1).astype(int)
counts = people.groupby(["folioviv", "foliohog"])[["out", "disabled", "uncovered"]].sum().reset_index()
mexico = mexico.merge(counts, on=["folioviv", "foliohog"])
mexico = mexico[mexico.ing_mon.notna() & (mexico.tot_resid > 0)].copy()
mexico["fifth"] = (mexico.ing_mon / mexico.tot_resid).rank(pct=True).mul(4.999).astype(int)
band = lambda size: min(int(size), 6)
cells = {}
for row in mexico.itertuples():
    cells.setdefault((band(row.tot_resid), row.fifth), []).append(row)

chosen = households.sample(3000, weights="weight", random_state=7, replace=False).sort_values(["rank", "size"])
members = {k: g for k, g in chile[chile.household.isin(chosen.index)].sort_values(["pco1", "edad"], ascending=[True, False]).groupby("household")}
print("rank,subsidy_permille,wage_permille,wall,electricity,water,fuel,disabled,out_of_school,uncovered,members")
for key, h in chosen.iterrows():
    m = rng.choice(cells[(band(h["size"]), int(h.fifth))])
    subsidy = min(999, round(1000 * h.subsidy / h.money))
    # The public file does not part wages from own business; employees are told by branch outside farming.
    rows = members[key]
    earners = rows[rows.yautaj.fillna(0) > 0]
    wage = 0 if earners.yautaj.sum() == 0 else round(1000 * earners[earners.rama.fillna(0) != 0].yautaj.sum() / earners.yautaj.sum())
    coded = "|".join(
        f"{int(p.pco1)}{'m' if p.sexo == 1 else 'f'}{min(int(p.edad), 99)}e{0 if pd.isna(p.esc) else min(int(p.esc), 19)}" for p in rows.itertuples())
    print(f"{h['rank']},{subsidy},{wage},{int(h.wall)},{1 if h.light in (1, 2) else 0},{int(m.disp_agua)},{0 if pd.isna(m.combustibl) else int(m.combustibl)},"
          f"{min(int(m.disabled), int(h['size']))},{int(m.out)},{min(int(m.uncovered), int(h['size']))},{coded}")
