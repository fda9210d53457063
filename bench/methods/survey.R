# H, A and M0 with design-based standard errors, national and by region, as the package's own documentation does it.
# usage: survey.R DATA.csv OUT.csv; prints the seconds from the data frame in memory to the last standard error.
suppressMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
people <- read.csv(arguments[1])
began <- proc.time()[["elapsed"]]
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = people, nest = TRUE)
h <- svymean(~poor, design)
m0 <- svymean(~censored, design)
a <- svyratio(~censored, ~poor, design)
by_h <- svyby(~poor, ~stratum, design, svymean)
by_m0 <- svyby(~censored, ~stratum, design, svymean)
by_a <- svyby(~censored, ~stratum, design, svyratio, denominator = ~poor)
took <- proc.time()[["elapsed"]] - began
rows <- rbind(
  data.frame(group = "all", measure = c("H", "M0", "A"), estimate = c(coef(h), coef(m0), coef(a)), se = c(SE(h), SE(m0), SE(a))),
  data.frame(group = by_h$stratum, measure = "H", estimate = coef(by_h), se = SE(by_h)),
  data.frame(group = by_m0$stratum, measure = "M0", estimate = coef(by_m0), se = SE(by_m0)),
  data.frame(group = by_a$stratum, measure = "A", estimate = coef(by_a), se = SE(by_a))
)
write.csv(rows, arguments[2], row.names = FALSE)
cat(took, "\n")
