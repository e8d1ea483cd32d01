"""The Python that Turbine owns: what runs inside an Airflow environment.

``parent``   imports Airflow once and forks every Airflow service from there.
``service``  turns a process into one Airflow command; both ways of starting one end in it.
``worker``   what Turbine adds to a Celery worker.
``parse``    imports a folder's DAGs and reports what it found as JSON.
"""
