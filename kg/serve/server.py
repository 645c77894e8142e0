"""The HTTP server: uvicorn with our limits on connections.

May know nothing of routes.
"""

import uvicorn

from kg.project import Project
from kg.serve.app import application
from kg.serve.options import Options
from kg.serve.service import Service


def serve(project: Project, options: Options) -> None:
    """Serve a project until it is told to end.

    Args:
        project: its graph has been built.
        options: how.

    Raises:
        KgError: the graph cannot be loaded.
        OSError: it cannot listen there.
    """
    limits = options.limits
    config = uvicorn.Config(
        application(Service(project, options)),
        host=options.host,
        port=options.port,
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=limits.connection_limit,
        timeout_keep_alive=max(1, limits.idle_limit_ms // 1000),
        h11_max_incomplete_event_size=limits.header_limit_kb * 1024,
    )
    uvicorn.Server(config).run()
