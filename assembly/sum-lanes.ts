// The sum of the four floats of a vector, always added in the same order.

export function sumLanes(lanes: v128): f32 {
  const low = f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1);
  const high = f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3);
  return low + high;
}
