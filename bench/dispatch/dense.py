"""SciPy's linear_sum_assignment on the bench's own matrix; timed from the matrix in memory to the assignment."""
import json, os, sys, time
import numpy
from scipy.optimize import linear_sum_assignment

folder, size = sys.argv[1], int(sys.argv[2])
# SciPy works in doubles and would convert integers itself: given what it likes best, before the clock starts.
cost = numpy.fromfile(os.path.join(folder, "cost"), dtype=numpy.int32).reshape(size, size).astype(numpy.float64)
cpu, clock = time.process_time(), time.perf_counter()
row, column = linear_sum_assignment(cost)
seconds, cpu = time.perf_counter() - clock, time.process_time() - cpu
print(json.dumps({"Seconds": seconds, "CpuSeconds": cpu, "Cost": int(cost[row, column].sum())}))
