-- The thirty-million question by hand: score, mask, H, A, M0 and censored headcounts by county, from the same two Parquet files.
-- Whole numbers throughout; people with an unknown indicator are left out, as in the pack.
COPY (
  WITH folded AS (
    SELECT household_id, count(*) AS heads,
           bool_or(undernourished) AS nutrition,
           NOT bool_or(age_years >= 10 AND schooling_years >= 6) AS schooling,
           CASE WHEN bool_or(age_years BETWEEN 6 AND 14 AND NOT attending) THEN TRUE
                WHEN count(*) FILTER (WHERE age_years BETWEEN 6 AND 14 AND attending IS NULL) > 0 THEN NULL ELSE FALSE END AS attendance,
           bool_or(NOT insured) AS insurance
    FROM read_parquet('{data}/member.parquet') GROUP BY household_id),
  masked AS (
    SELECT county, heads,
           nutrition::INT | schooling::INT << 1 | attendance::INT << 2 | insurance::INT << 3
           | (fuel IN ('wood', 'dung'))::INT << 4 | (sanitation IN ('shared', 'none'))::INT << 5 | (water IN ('spring', 'river'))::INT << 6
           | (NOT electricity)::INT << 7 | (floor = 'earth')::INT << 8 | (heads > 3 * rooms)::INT << 9
           | (assets < 2 AND NOT car)::INT << 10 | (income_fen_year < CASE zone WHEN 'urban' THEN 650000 ELSE 450000 END * heads)::INT << 11 AS mask
    FROM read_parquet('{data}/household.parquet') JOIN folded USING (household_id)),
  counted AS (
    SELECT county, mask, sum(heads) AS people, 2 * bit_count(mask & 15) + bit_count(mask & 4080) AS score
    FROM masked WHERE mask IS NOT NULL GROUP BY county, mask)
  SELECT county, sum(people) AS population, sum(people) FILTER (WHERE score >= 6) / sum(people) AS H,
         sum(people * score) FILTER (WHERE score >= 6) / 16 / sum(people) AS M0,
         sum(people * score) FILTER (WHERE score >= 6) / 16 / sum(people) FILTER (WHERE score >= 6) AS A,
         {censored}
  FROM counted GROUP BY county ORDER BY county
) TO '{out}' (FORMAT csv, HEADER);
