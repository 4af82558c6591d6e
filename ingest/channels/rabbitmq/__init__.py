"""Documents from a RabbitMQ queue, acknowledged after their commit."""

from dxa.errors import SettingsError
from ingest.channel import Channel, Post
from ingest.channels.rabbitmq.door import Door
from ingest.channels.rabbitmq.messages import NAME


def run(post: Post) -> None:
    """Consume until the door closes.

    Raises:
        SettingsError: there is no broker, it refuses the account, or its queue was not declared.
    """
    access = post.settings.rabbitmq.access
    if access is None:
        raise SettingsError("set OSTEON_RABBITMQ_URL to take documents from a broker")
    access.login().context()  # a certificate that cannot be read stops the door before it opens
    Door(post, access).keep_open()


CHANNEL = Channel(
    name=NAME,
    says="Messages of a RabbitMQ quorum queue, each one document, acknowledged once it is stored.",
    run=run,
    wanted=lambda settings: settings.rabbitmq.url is not None,
)
