"""Properties here are judged by what they find, never by how fast a busy machine draws examples."""

from hypothesis import HealthCheck, settings

settings.register_profile("fangcha", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
settings.load_profile("fangcha")
