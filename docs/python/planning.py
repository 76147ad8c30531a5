"""From one training step to a simulated month, in Python.

Run the cells (# %%) one by one in an editor that knows them, or all at once: python3 planning.py [FOLDER FOR FIGURES]
"""
# %% Everything that is needed. Names of numbers carry their units.
import sys
from pathlib import Path

import gigapod
import matplotlib.pyplot as plt
import pandas

figures = Path(sys.argv[1] if len(sys.argv) > 1 else "figures")
figures.mkdir(parents=True, exist_ok=True)
MODEL = "llama3.1-70b"



def save(axes, name):
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    axes.figure.savefig(figures / name, bbox_inches="tight")


# %% Where one step goes: the same batch on the same chips, each matrix product split over more of them.
steps = {
    tensor: gigapod.step(model=MODEL, chip="v5p", slice="8x16x16", tensor=tensor, global_batch=2048, sequence_length=4096)
    for tensor in (1, 2, 4, 8, 16)
}
parts = pandas.DataFrame([step["parts"] for step in steps.values()])
parts.index = [f"tensor {tensor}\n{100 * step['mfu']:.0f}% MFU" for tensor, step in steps.items()]
parts.columns = [name.removesuffix("_seconds") for name in parts.columns]

figure, axes = plt.subplots(figsize=(8, 4))
parts.loc[:, parts.sum() > 0].plot.bar(ax=axes, stacked=True, rot=0, ylabel="seconds", title=f"a step of {MODEL} on 2,048 v5p")
save(axes, "steps.png")

# %% Which layout is best for 512 chips, and what the next best lack.
plans = gigapod.plan(model=MODEL, chip="v5p", chips=512, batch=1024, tokens="100B", remat=["full", "minimal"])
best = plans[0]
shown = pandas.DataFrame(plans)[["slice", "tensor", "fsdp", "data", "context", "remat", "step_seconds", "mfu_fraction"]]
print(shown.to_string(index=False))

causes = pandas.DataFrame(plans).filter(like="_run_seconds") / 3600
causes.columns = [name.removesuffix("_run_seconds") for name in causes.columns]
causes.index = [f"{plan['slice']}, data {plan['data']}, context {plan['context']}" for plan in plans]

figure, axes = plt.subplots(figsize=(8, 3.5))
causes.loc[::-1, causes.sum() > 0].plot.barh(ax=axes, stacked=True, xlabel="hours", title="100 B tokens on 512 chips")
save(axes, "plans.png")

# %% A month of such jobs, with failures, on a site of two v4 pods. A text with line breaks is a scenario.
SCENARIO = """
name: month
horizon: 30 days
site: {base: two_v4_pods}
failures: published
jobs:
  - {name: big, model: llama3.1-70b, pod_type: v4, slice: 16x16x16, global_batch: 4096, sequence_length: 4096, tokens: 1e12, priority: 5}
  - {name: small, count: 6, spacing: 4 days, model: llama3.1-8b, pod_type: v4, slice: 8x8x16, global_batch: 1024, tokens: 2e11}
"""
run = gigapod.run(SCENARIO)
print(run)

# %% Power through the month: the value of a metric holds until the next.
metrics = run.frame("metrics")
site = metrics[metrics.label.eq("")].pivot(index="time_seconds", columns="metric", values="value").ffill()
site.index /= 86400

figure, axes = plt.subplots(figsize=(8, 3))
(site["site_power_watts"] / 1e6).plot(ax=axes, drawstyle="steps-post", xlabel="day", ylabel="MW", label="at the meter")
axes.axhline(run.summary()["mean_power_watts"] / 1e6, color="gray", linestyle=":", label="mean")
axes.set_ylim(0, 1.1 * run.summary()["peak_power_watts"] / 1e6)
save(axes, "power.png")

# %% Who ran where and when.
colors = {"run": "tab:blue", "restart": "tab:orange", "held": "tab:purple"}
stays = run.frame("occupancy")
figure, axes = plt.subplots(figsize=(8, 3))
for phase, part in stays.groupby("phase", sort=False):
    days = part[["begin_ns", "end_ns"]] / 8.64e13
    axes.barh(part.workload, days.end_ns - days.begin_ns, left=days.begin_ns, color=colors[phase], label=phase)
axes.set_xlabel("day")
axes.invert_yaxis()
save(axes, "life.png")

# %% Chance: the same month with other seeds.
goodput = pandas.Series({seed: gigapod.run(SCENARIO, seed=seed).frame("workloads").set_index("name").goodput["big"]
                         for seed in range(1, 5)})
print(f"goodput of the big job: {goodput.mean():.3f}, standard deviation {goodput.std():.4f} over {len(goodput)} seeds")
