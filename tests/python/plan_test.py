"""gigapod.plan: the plans of `gigapod plan --json`."""
import json
import os
import signal
import subprocess
import sys
import time
import unittest

import gigapod

PROGRAM = os.environ["GIGAPOD_PROGRAM"]


class PlanTest(unittest.TestCase):
    def test_plans_are_those_of_the_program(self):
        words = "--model llama3.1-8b --chip v5p --chips 64 --tokens 1T --batch 1024 --remat full"
        program = subprocess.run([PROGRAM, "plan", *words.split(), "-q", "--json"], capture_output=True, text=True)
        wanted = json.loads(program.stdout)
        asked = dict(model="llama3.1-8b", chip="v5p", chips=64, tokens="1T", batch=1024, remat=["full"])
        self.assertEqual(gigapod.plan(**asked), wanted["top"])
        self.assertEqual(gigapod.plan_details(**asked)["front"], wanted["front"])

    def test_a_plan_is_a_step(self):
        best = gigapod.plan(model="llama3.1-8b", chip="v5p", chips=64, tokens="1T", batch=1024, remat="full", top=1)[0]
        degrees = {name: best[name] for name in ("tensor", "fsdp", "data", "pipeline", "expert", "context", "microbatches",
                                                 "pipeline_interleave", "gradient_accumulation", "shards_optimizer")}
        step = gigapod.step(model="llama3.1-8b", chip="v5p", slice=best["slice"], twisted=best["is_twisted"],
                            sequence_length=8192, global_batch=best["global_batch_sequences"], remat="full", **degrees)
        self.assertAlmostEqual(step["step_seconds"], best["step_seconds"])

    def test_what_no_plan_does_is_said_so(self):
        with self.assertRaisesRegex(gigapod.ScenarioError, "no plan does what is asked for\n  deadline: "):
            gigapod.plan(model="llama3.1-8b", chip="v5p", chips=64, tokens="1T", batch=1024, remat="full", deadline="1 h")

    def test_chips_are_asked_for(self):
        with self.assertRaisesRegex(gigapod.ScenarioError, "name the chips with --chips, or --megawatts"):
            gigapod.plan(model="llama3.1-8b", chip="v5p")

    def test_ctrl_c_stops_a_search(self):
        code = "import gigapod\ntry:\n  print('ready', flush=True)\n  gigapod.plan(model='llama3.1-405b', chip='v7', chips='1024..65536')\n" \
               "except KeyboardInterrupt:\n  print('stopped')\n"
        search = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        search.stdout.readline()
        time.sleep(1)
        search.send_signal(signal.SIGINT)
        self.assertEqual(search.communicate(timeout=60)[0], "stopped\n")


if __name__ == "__main__":
    unittest.main()
