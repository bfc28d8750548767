from makegood.handbook.operations.publish_article import publish_article
from makegood.handbook.operations.stock_shelf import stock_shelf

__all__ = ["publish_article", "stock_shelf"]
