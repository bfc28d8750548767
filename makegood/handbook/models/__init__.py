from makegood.handbook.models.article import Article, ArticleKind
from makegood.handbook.models.article_version import ArticleVersion

__all__ = ["Article", "ArticleKind", "ArticleVersion"]
