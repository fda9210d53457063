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
           nutrition::INT + 2 * schooling::INT + 4 * attendance::INT + 8 * insurance::INT
           + 16 * (fuel IN ('wood', 'dung'))::INT + 32 * (sanitation IN ('shared', 'none'))::INT + 64 * (water IN ('spring', 'river'))::INT
           + 128 * (NOT electricity)::INT + 256 * (floor = 'earth')::INT + 512 * (heads > 3 * rooms)::INT
           + 1024 * (assets < 2 AND NOT car)::INT + 2048 * (income_fen_year < CASE zone WHEN 'urban' THEN 650000 ELSE 450000 END * heads)::INT AS mask
    FROM read_parquet('{data}/household.parquet') JOIN folded USING (household_id)),
  counted AS (
    SELECT county, mask, sum(heads) AS people, 2 * bit_count(mask & 15)::INT + bit_count(mask & 4080)::INT AS score
    FROM masked WHERE mask IS NOT NULL GROUP BY county, mask)
  SELECT county, sum(people) AS population, sum(people) FILTER (WHERE score >= 6) / sum(people) AS H,
         sum(people * score) FILTER (WHERE score >= 6) / 16 / sum(people) AS M0,
         sum(people * score) FILTER (WHERE score >= 6) / 16 / sum(people) FILTER (WHERE score >= 6) AS A,
         {censored}
  FROM counted GROUP BY county ORDER BY county
) TO '{out}' (FORMAT csv, HEADER);
