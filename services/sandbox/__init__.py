"""A stand-in of Statusbrew's Insights API with a made-up agency's data, over real HTTP. It imports nothing of ours.

On its own: `python3 -m services.sandbox --port 8900` (`--help` lists the rest). The first line on stdout is
`Sandbox listening on http://127.0.0.1:8900/v1`, written once it listens.

In tests:

    from services.sandbox.server import RunningSandbox

    with RunningSandbox(day=date(2026, 11, 20), limit=None) as sandbox:
        requests.get(f"{sandbox.url}/me", headers={"Authorization": f"Bearer {sandbox.token}"})
        sandbox.queue({"fault": "503"}, {"status": 429, "headers": {"Retry-After": "7"}}, {"pass": True})
        sandbox.log      # [{"time": …, "method": "GET", "path": "/v1/me", "status": 200}]
        sandbox.reset()  # arrivals, queue and log

`RunningSandbox` takes the fields of `services.sandbox.options.Options` (among them
`faults=(Fault(kind="503", probability=0.1),)`, `limit=Limit(requests=50, window_seconds=300)`,
`latency_seconds=0.08`, `scale=10`, `hostile=True`) and `clock=`, a function that gives seconds since 1970. Over HTTP
the same doors are `POST /_sandbox/next`, `GET /_sandbox/log` and `POST /_sandbox/reset`.

The numbers' rules stand in `arithmetic`, the metrics in `catalogue.toml`, the agency in `agency.toml`, and how its
numbers hang together in `signals.toml`.
"""
