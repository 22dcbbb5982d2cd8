// Tiles the ops of functions with the attribute `tiled`; no size divides.
module attributes {transform.with_named_sequence} {
  transform.named_sequence @__transform_main(%root: !transform.any_op {transform.readonly}) {
    %f = transform.structured.match attributes {tiled} in %root : (!transform.any_op) -> !transform.any_op
    %n = transform.structured.match ops{["per.slice_norms"]} in %f : (!transform.any_op) -> !transform.any_op
    %n1, %fill, %merge, %nl = transform.structured.tile_reduction_using_forall %n by num_threads = [0, 2] tile_sizes = []
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op, !transform.any_op)
    %s = transform.structured.match ops{["per.slices"]} in %f : (!transform.any_op) -> !transform.any_op
    %s1, %sl:2 = transform.structured.tile_using_for %s tile_sizes [2, 4]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    %g = transform.structured.match ops{["per.gradient"]} in %f : (!transform.any_op) -> !transform.any_op
    %g1, %gl:2 = transform.structured.tile_using_for %g tile_sizes [3, 0, 4]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    %p = transform.structured.match ops{["per.penalty"]} in %f : (!transform.any_op) -> !transform.any_op
    %p1, %pl:2 = transform.structured.tile_using_for %p tile_sizes [3, 0, 4]
        : (!transform.any_op) -> (!transform.any_op, !transform.any_op, !transform.any_op)
    transform.yield
  }
}
