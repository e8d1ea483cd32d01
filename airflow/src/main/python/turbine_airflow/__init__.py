"""The Python that Turbine owns: what runs inside an Airflow environment.

``parent``   imports Airflow once and forks every Airflow service from there.
``service``  turns a process into one Airflow command; both ways of starting one end in it.
``release``, ``bundle``, ``dag_processor``, ``execution``
             bind each run to the release that it began with: files and environment.
``agent``    asks the daemon, or on AWS the agent, to activate or to fetch a release.
``worker``   what Turbine adds to a Celery worker.
``parse``    imports a folder's DAGs and reports what it found as JSON.
"""
