// RUN: per-opt %s --split-input-file -verify-diagnostics -allow-unregistered-dialect

// Constraints of the regularisers, docs/spec.md.

// expected-error @below {{expected at least one slice, got 0}}
"per_projected_error_c1"() {r = #per.projected_error<slices = 0>} : () -> ()

// -----

// expected-error @below {{expected at least one slice, got -3}}
"per_projected_error_c1"() {r = #per.projected_error<slices = -3>} : () -> ()

// -----

// expected-error @below {{expected one of [monte_carlo, analytic] for how the expectation over directions is computed, got: exact}}
// expected-error @below {{failed to parse PER_ProjectedError parameter 'estimator'}}
"estimator"() {r = #per.projected_error<estimator = exact>} : () -> ()

// -----

// expected-error @below {{expected one of [full, bf16] for what operands of products with directions are rounded to, got: f16}}
// expected-error @below {{failed to parse PER_ProjectedError parameter 'products'}}
"products"() {r = #per.projected_error<products = f16>} : () -> ()

// -----

// expected-error @below {{expected no type of products: the analytic estimator has none with directions}}
"per_projected_error_c2"() {r = #per.projected_error<estimator = analytic, products = bf16>} : () -> ()

// -----

// expected-error @below {{expected a positive delta}}
"per_huber_c1"() {r = #per.huber<delta = 0.0>} : () -> ()

// -----

// expected-error @below {{expected a positive delta}}
"per_pseudo_huber_c1"() {r = #per.pseudo_huber<delta = -1.0>} : () -> ()

// -----

// expected-error @below {{expected n of at least 2, got 1}}
"per_variance_constancy_c1"() {r = #per.variance_constancy<n = 1>} : () -> ()

// -----

// expected-error @below {{expected a positive beta}}
"per_variance_constancy_c2"() {r = #per.variance_constancy<beta = 0.0>} : () -> ()

// -----

// expected-error @below {{expected p of 1 or 2, got 3}}
"per_sliced_wasserstein_c1"() {r = #per.sliced_wasserstein<p = 3>} : () -> ()

// -----

// expected-error @below {{expected at least one slice, got 0}}
"per_sliced_wasserstein_c2"() {r = #per.sliced_wasserstein<slices = 0>} : () -> ()

// -----

// expected-error @below {{expected a finite number}}
// expected-error @below {{failed to parse PER_Huber parameter 'delta'}}
"per_real_c1"() {r = #per.huber<delta = 0x7FF0000000000000>} : () -> ()

// -----

// expected-error @below {{unknown attribute `l3` in dialect `per`}}
"unknown"() {r = #per.l3} : () -> ()
