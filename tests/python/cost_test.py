"""gigapod.cost: the numbers of `gigapod cost --json`."""
import json
import os
import signal
import subprocess
import sys
import time
import unittest

import gigapod

PROGRAM = os.environ["GIGAPOD_PROGRAM"]


class CostTest(unittest.TestCase):
    def test_costs_are_those_of_the_program(self):
        words = "--model llama3.1-8b --chip v5p,h100 --tokens 200B --deadline 30days --capital h100=30000"
        program = subprocess.run([PROGRAM, "cost", *words.split(), "-q", "--json"], capture_output=True, text=True)
        wanted = json.loads(program.stdout)
        self.assertEqual(gigapod.cost(model="llama3.1-8b", chip=["v5p", "h100"], tokens="200B", deadline="30 days",
                                      capital="h100=30000"), wanted)
        self.assertEqual([kind["chip"] for kind in wanted["kinds"]], ["v5p", "h100"])

    def test_what_is_wrong_is_said(self):
        with self.assertRaisesRegex(TypeError, "--model is required"):
            gigapod.cost(chip="v5p")
        with self.assertRaisesRegex(gigapod.ScenarioError, "llama3.1-8b"):
            gigapod.cost(model="llama3.1-8", chip="v5p")
        with self.assertRaisesRegex(gigapod.ScenarioError, "too short"):
            gigapod.cost(model="llama3.1-405b", chip="v5p", deadline="1 min")

    def test_interrupt_ends_a_search(self):
        code = "import gigapod; print('ready', flush=True); gigapod.cost(model='llama3.1-405b', chip=['v5p', 'v7', 'h100'])"
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(process.stdout.readline(), "ready\n")
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        self.assertIn("KeyboardInterrupt", process.communicate(timeout=60)[1])


if __name__ == "__main__":
    unittest.main()
