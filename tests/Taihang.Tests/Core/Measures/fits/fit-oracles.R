# Oracles for LogitFit, QuantileFit and design-based errors: a made-up sample of 240 households in strata of sampling units,
# one stratum with a single unit. R 4.2.2, survey 4.1-1, quantreg 5.94.  Rscript fit-oracles.R
suppressMessages({library(survey); library(quantreg)})
set.seed(20260101)
n <- 240
stratum <- rep(1:5, c(60, 60, 60, 48, 12))
psu <- c(rep(1:5, each = 12), rep(1:5, each = 12), rep(1:5, each = 12), rep(1:4, each = 12), rep(1, 12))
heads <- sample(1:8, n, replace = TRUE)
floor <- rbinom(n, 1, 0.4)
rooms <- sample(1:5, n, replace = TRUE)
weight <- round(runif(n, 20, 400), 1)
y <- round(8 - 0.12 * heads - 0.5 * floor + 0.1 * rooms + rnorm(n, 0, 0.6) + rep(rnorm(20, 0, 0.2), each = 12), 4)
poor <- as.integer(y < 7.3)
d <- data.frame(stratum, psu, heads, floor, rooms, weight, y, poor)
write.csv(d, "fit-sample.csv", row.names = FALSE, quote = FALSE)
show <- function(name, v) cat(name, ",", paste(formatC(v, digits = 15, format = "g"), collapse = ","), "\n", sep = "")
sink("fit-oracles.csv")
m <- mean(weight)
ols <- lm(y ~ heads + floor + rooms, weights = weight)
show("ols", coef(ols)); show("ols_classical", coef(summary(ols))[, 2])
lg0 <- glm(poor ~ heads + floor + rooms, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100))
show("logit_plain", coef(lg0)); show("logit_plain_classical", coef(summary(lg0))[, 2])
show("logit_plain_r2", 1 - lg0$deviance / lg0$null.deviance)
lg <- suppressWarnings(glm(poor ~ heads + floor + rooms, family = binomial, weights = weight / m, control = glm.control(epsilon = 1e-15, maxit = 100)))
show("logit", coef(lg)); show("logit_classical", coef(summary(lg))[, 2])
for (rule in c("certainty", "adjust")) {
  options(survey.lonely.psu = rule)
  ds <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)
  show(paste0("ols_design_", rule), sqrt(diag(vcov(svyglm(y ~ heads + floor + rooms, ds)))))
  show(paste0("logit_design_", rule), sqrt(diag(vcov(suppressWarnings(svyglm(poor ~ heads + floor + rooms, ds, family = quasibinomial, control = glm.control(epsilon = 1e-15, maxit = 100)))))))
  for (tau in c(0.25, 0.5)) {
    q <- rq(y ~ heads + floor + rooms, tau = tau, weights = weight, method = "br")
    x <- model.matrix(~ heads + floor + rooms, d); u <- y - drop(x %*% coef(q)); w <- weight / m
    h <- bandwidth.rq(tau, n, hs = TRUE); while (tau - h < 0 || tau + h > 1) h <- h / 2
    h <- (qnorm(tau + h) - qnorm(tau - h)) * min(sqrt(var(u)), (quantile(u, .75) - quantile(u, .25)) / 1.34)
    J <- solve(t(x) %*% (x * (w * dnorm(u / h) / h)))
    psi <- x * (w * (tau - (u < -1e-9)))
    show(paste0("quantile_design_", tau, "_", rule), sqrt(diag(J %*% svyrecvar(psi, ds$cluster, ds$strata, ds$fpc, postStrata = NULL) %*% J)))
    if (rule == "adjust") {
      show(paste0("quantile_", tau), coef(q)); show(paste0("quantile_loss_", tau), sum(w * u * (tau - (u < 0))))
      show(paste0("quantile_classical_", tau), sqrt(tau * (1 - tau) * diag(J %*% (t(x * w) %*% (x * w)) %*% J)))
      p <- rq(y ~ heads + floor + rooms, tau = tau, method = "br")
      show(paste0("quantile_plain_", tau), coef(p)); show(paste0("quantile_plain_classical_", tau), summary(p, se = "ker")$coefficients[, 2])
      show(paste0("quantile_plain_r1_", tau), 1 - p$rho / rq(y ~ 1, tau = tau)$rho)
    }
  }
}
sink()
